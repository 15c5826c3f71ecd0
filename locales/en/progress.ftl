progress-noted = Noted how #{ $number } goes.
progress-empty = Please add a few words or a photo, for example: /progress { $number } the electrician comes tomorrow
