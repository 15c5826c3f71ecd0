progress-noted = #{ $number } 的进展记下了。
progress-empty = 请在后面写一句进展，或者带上照片，例如：/progress { $number } 约了电工明天来
