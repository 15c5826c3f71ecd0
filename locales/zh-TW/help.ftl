help-private = 在這裡說的事只有社區工作人員看得到：直接說、傳語音、傳照片都可以。還可以傳：
help-group = 這個群組是{ $area }。有事直接說就好，還可以傳：
help-unbound = 這個群組還沒有綁定網格，請群組管理員傳 /setup。還可以傳：
lang-question = 用哪種文字？
lang-name = 繁體中文
lang-set = 好，以後用繁體中文。
lang-unknown = 我會說简体中文、繁體中文和 English，請用 /lang 選一種。
