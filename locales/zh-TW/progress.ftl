progress-noted = #{ $number } 的進展記下了。
progress-empty = 請在後面寫一句進展，或附上照片，例如：/progress { $number } 約了水電師傅明天來
