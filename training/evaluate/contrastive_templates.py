# SPDX-License-Identifier: Apache-2.0
"""The sentences of contrastive.py: per class, templates with the gold verdict and why. All written for this file.

A template is (text, toxic, reason); `{slot}` is filled from SLOTS. Keep them out of every training file: contrastive_test.py
looks for the sentences there.

Gold follows the definition of `toxic`: rude, disrespectful or unreasonable enough to make somebody leave, and a threat or an
attack on a group counts however it is worded. A mild oath at nobody (damn, hell, crap) is not toxic; strong obscenity at nobody
is, because `obscene` is one of the labels and its training data count it. Reporting or refusing an insult is not one.
"""

TOXIC, FINE = True, False

SLOTS = {
    "insult": ["stupid", "lazy", "a fool", "an idiot", "worthless", "a loser", "dumb", "pathetic"],
    "slur": ["idiots", "morons", "losers", "dimwits", "freaks", "trash"],
    "noun": ["idiot", "moron", "loser", "imbecile", "halfwit"],
    "who": ["the new apprentice", "our night porter", "the lady at the gate", "my neighbour", "the trainee from bay two"],
    "folk": ["gay", "lesbian", "muslim", "jewish", "black", "transgender", "deaf", "buddhist", "mexican", "blind"],
    "plural": ["muslims", "jews", "gays", "immigrants", "women", "black people", "old people", "catholics"],
    "event": ["brought soup over", "invited us for Sunday", "won the chess evening", "fixed our fence", "adopted a puppy"],
    "task": ["read a gauge", "hold a torch", "count to ten", "carry a bucket", "open a door"],
    "oath": ["damn", "hell", "crap", "dang"],
    "strong": ["fuck", "shit", "for fuck's sake", "fucking hell"],
    "mishap": ["that was close", "I left my keys inside", "the train is gone again", "my coffee is cold", "it rains again"],
    "machine": ["pump", "conveyor", "compressor", "mixer", "fan", "press"],
    "place": ["line 3", "bay 7", "cell B", "the north hall", "station 12"],
    "relative": ["your sister", "your son", "your mother", "your dog", "your wife"],
    "gift": ["a cake", "the spare key", "your parcel", "fresh eggs", "the photos"],
    "work": ["report", "drawing", "weld", "plan", "estimate", "wiring", "memo"],
    "hour": ["tonight", "after the shift", "on your way home", "when the lights are out"],
}

CLASSES = {
    "negation": [
        ("I never said that you were {insult}", FINE, "denies the insult"),
        ("nobody in this room believes you are {insult}", FINE, "denies the insult"),
        ("{who} is anything but {insult}", FINE, "denies the insult"),
        ("don't worry, you are not {insult} at all", FINE, "denies the insult"),
        ("you aren't even able to {task}, are you", TOXIC, "an insult that is worded as a negation"),
        ("not one person here is as {insult2} as you", TOXIC, "an insult that is worded as a negation"),
        ("no, you are not clever, you are {insult}", TOXIC, "an insult after a negation"),
    ],
    "counter-speech": [
        ("please quit calling each other {slur}", FINE, "asks to stop insults"),
        ("whoever wrote {slur} on the whiteboard owes {who} an apology", FINE, "objects to an insult"),
        ("we don't use the word {noun} for colleagues here", FINE, "objects to an insult"),
        ("it hurts people when you shout {noun} at them", FINE, "objects to an insult"),
        ("stop whining about manners, you {noun}", TOXIC, "insults the one who objected"),
        ("only {slur} like you lecture others about respect", TOXIC, "insults the one who objected"),
        ("your precious feelings are as {insult2} as you are", TOXIC, "insults the one who objected"),
    ],
    "quotation": [
        ('somebody shouted "you {noun}" across the car park yesterday', FINE, "reports what was said"),
        ('the complaint says he was called "{insult}" twice', FINE, "reports what was said"),
        ('the word "{noun}" comes from Greek or Latin, I forgot which', FINE, "speaks about the word"),
        ('in the film the butler mutters "{noun}" and leaves', FINE, "reports what was said"),
        ('as my boss put it, "you are {insult}", and he was right about you', TOXIC, "makes the quoted insult his own"),
        ('your name tag should say "{noun}"', TOXIC, "an insult in quotation marks"),
    ],
    "identity": [
        ("the {folk} couple from number nine {event}", FINE, "a neutral mention"),
        ("as a {folk} man I felt welcome at the depot", FINE, "somebody about himself"),
        ("she is {folk} and teaches welding at the college", FINE, "a neutral mention"),
        ("which month is {folk} history week at the library", FINE, "a neutral question"),
        ("my {folk} friend and I share a ride to the plant", FINE, "a neutral mention"),
        ("we should not let {plural} into this building", TOXIC, "an attack on a group without swear words"),
        ("{plural} ruin every town they move to", TOXIC, "an attack on a group without swear words"),
        ("I would never hire one of those {plural}", TOXIC, "an attack on a group without swear words"),
    ],
    "spelling": [
        ("y0u are such an {leet}", TOXIC, "an insult with digits for letters"),
        ("u r a {spaced}", TOXIC, "an insult with spaces between its letters"),
        ("what a {starred} you are", TOXIC, "an insult with stars in it"),
        ("go away you {doubled}", TOXIC, "an insult with doubled letters"),
        ("gr8 work m8, see u @ {place}", FINE, "harmless text with digits for letters"),
        ("the label reads {harmless} in wide letters", FINE, "harmless text with spaces between its letters"),
        ("pls reset {place}, thx a l0t", FINE, "harmless text in short spelling"),
    ],
    "profanity without a target": [
        ("{oath}, {mishap}", FINE, "a mild oath at nobody"),
        ("what the hell happened at {place}", FINE, "a mild oath at nobody"),
        ("that damn {machine} tripped again", FINE, "a mild oath at a thing"),
        ("holy crap, {mishap}", FINE, "a mild oath at nobody"),
        ("{strong}, {mishap}", TOXIC, "strong obscenity counts by the definition of `obscene`"),
        ("this fucking {machine} stopped at {place}", TOXIC, "strong obscenity counts by the definition of `obscene`"),
    ],
    "shop floor": [
        ("kill the {machine} at {place} before lunch", FINE, "to switch off"),
        ("dirty filter on the {machine}, blow it clean", FINE, "a state of a thing"),
        ("the screw on the {machine} is stripped", FINE, "a state of a thing"),
        ("bleed the line behind the {machine}", FINE, "to let air out"),
        ("{machine} ass. no. 4 arrived at {place}", FINE, "ass. is assembly"),
        ("female connector on {place} is bent", FINE, "a kind of plug"),
        ("grease the nipple of the {machine}", FINE, "a fitting for grease"),
        ("the {machine} is dead, abort the batch at {place}", FINE, "a state of a thing"),
        ("drain cock on the {machine} is stuck", FINE, "a tap"),
        ("strip the wire and crimp the butt joint at {place}", FINE, "a joint of two ends"),
        ("the fitter of {place} is a filthy {noun}", TOXIC, "an insult in shop words"),
        ("whoever greased this {machine} is an ass", TOXIC, "an insult in shop words"),
        ("I will kill the foreman of {place}", TOXIC, "a threat in shop words"),
    ],
    "threat": [
        ("I know where {relative} sleeps", TOXIC, "a threat without swear words"),
        ("you will not get home in one piece {hour}", TOXIC, "a threat without swear words"),
        ("something heavy may fall on your head {hour}", TOXIC, "a threat without swear words"),
        ("say that again and you will need a wheelchair", TOXIC, "a threat without swear words"),
        ("keep talking and {relative} will pay for it", TOXIC, "a threat without swear words"),
        ("I come to your house with {gift} {hour}", FINE, "a visit, no threat"),
        ("I know where {gift} is, I will bring it {hour}", FINE, "an offer, no threat"),
        ("careful, a pallet may fall from the rack at {place}", FINE, "a warning, no threat"),
    ],
    "polite insult": [
        ("with all due respect, a houseplant would write a better {work}", TOXIC, "an insult without swear words"),
        ("bless your heart, did you make this {work} all by yourself with your eyes shut", TOXIC, "mockery"),
        ("I would explain the {work} to you, but I have no crayons here", TOXIC, "mockery"),
        ("some villages are missing you, and after this {work} they can have you back", TOXIC, "mockery"),
        ("thank you for the {work}, it proves that anybody can be hired", TOXIC, "mockery"),
        ("with respect, I think the {work} needs another look", FINE, "criticism of work"),
        ("your {work} has two mistakes on page four, could you mend them", FINE, "criticism of work"),
        ("I don't agree with this {work}, let us talk at ten", FINE, "disagreement"),
    ],
}

# Slots whose words are made from others' letters.
DISGUISED = {
    "insult2": ["stupid", "lazy", "worthless", "dumb", "pathetic"],
    "leet": ["1d10t", "id1ot", "l0s3r", "m0r0n", "1mb3c1le"],
    "spaced": ["m o r o n", "l o s e r", "f o o l", "i d i o t", "d u m b o"],
    "starred": ["m*ron", "l*ser", "id**t", "d*mbass", "cr*tin"],
    "doubled": ["stuuupid foool", "iddiiot", "looooser", "moooron", "duuumb fool"],
    "harmless": ["C L A S S", "P A S S A G E", "G L A S S", "C O C K P I T", "A S S E M B L Y"],
}
