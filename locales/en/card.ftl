card-head = <b>#{ $number } { $category }</b>
card-head-urgent = <b>#{ $number } { $category } · urgent</b>
card-head-emergency = <b>🚨 #{ $number } { $category } · emergency</b>
card-place = 📍 { $place }
card-open = Nobody has taken it yet; somebody should by { $until }.
card-reopened = Not fixed yet and waiting again; somebody should take it by { $until }.
card-claimed = { $holder } is on it and hopes to finish by { $until }.
card-done = { $holder } says it is done. To whoever reported it: is it good?
card-confirmed = Done, and confirmed by whoever reported it. Thank you, { $holder }.
card-unconfirmed = { $holder } said it is done; nobody answered for three days, so it is closed. If it is not fixed, tap “Not fixed”.
card-withdrawn = Taken back.
card-forgotten = (the words were deleted at their author's wish)
card-progress = How it goes: { $words }
card-result = Result: { $words }
card-wanting = Not good yet: { $words }
card-joined = { $n ->
    [one] One neighbour has it too
   *[other] { $n } neighbours have it too
}
card-photos = { $n ->
    [one] One photo
   *[other] { $n } photos
}
card-duty = On duty: { $phone }
card-twice = This card was sent twice; please see the other one of #{ $number }.
button-claim = I'll do it
button-join = Me too
button-withdraw = Not a request
button-done = Done
button-release = Give back
button-confirm = It is good
button-reopen = Not fixed
button-good = Satisfied
button-fair = Fairly
button-poor = Not satisfied
rating-good = satisfied
rating-fair = fairly satisfied
rating-poor = not satisfied
time-today = today { $clock }
time-tomorrow = tomorrow { $clock }
time-yesterday = yesterday { $clock }
time-date = { $date } { $clock }
category-lighting = Lighting
category-water = Water
category-drainage = Drains
category-power = Power
category-gas-heat = Gas and heating
category-lift = Lift
category-building = Building
category-road = Road
category-sanitation = Cleanliness
category-noise = Noise
category-parking = Parking
category-fire-safety = Fire safety
category-illegal-build = Illegal building
category-greening = Greenery and pets
category-property = Property firm
category-dispute = Neighbours' quarrel
category-care = Care
category-public-order = Public order
category-public-service = Public services
category-resolution = Resolution
category-other = Other
card-wordless = (a photo or voice message only)
card-private = 🔒 reported in private
