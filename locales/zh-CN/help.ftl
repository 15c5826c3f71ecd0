help-private = 在这里说的事只有社区工作人员看得到：直接说、发语音、发照片都行。还可以发：
help-group = 这个群是{ $area }。有事直接说就行，还可以发：
help-unbound = 这个群还没有绑定网格，请群管理员发 /setup。还可以发：
lang-question = 用哪种文字？
lang-name = 简体中文
lang-set = 好，以后用简体中文。
lang-unknown = 我会说简体中文、繁體中文和 English，请用 /lang 选一种。
