help-private = Only the community's staff see what you say here: in words, by voice or with a photo. You can also send:
help-group = This group is { $area }. Just say what needs doing; you can also send:
help-unbound = This group has no grid yet; a group administrator can send /setup. You can also send:
lang-question = Which language?
lang-name = English
lang-set = Good, English from now on.
lang-unknown = I speak 简体中文, 繁體中文 and English; please choose one with /lang.
