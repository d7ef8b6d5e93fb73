# SPDX-License-Identifier: Apache-2.0
"""Texts that tell no device what to do: the intent `none`. Standard library only.

From CLINC150: its out-of-scope training part, and the intents that MASSIVE has no name for. Intents that MASSIVE may
cover under another name (timers, small talk, recipes, travel) are left out: they would teach a contradiction. From the
other sets: chat, text messages, insults, spam, work orders, logs. CLINC's test parts are never read here.
"""
from __future__ import annotations

import random
from collections.abc import Iterator

from . import contrast, shopfloor, spam

import extraction as sets  # noqa: E402
import mix  # noqa: E402

NAME = "none"
NOT_IN_MASSIVE = """
freeze_account routing pin_change bill_due pay_bill account_blocked interest_rate min_payment bill_balance transfer
order_checks balance spending_history transactions report_fraud replacement_card_duration expiration_date damaged_card
improve_credit_score report_lost_card card_declined credit_limit_change apr redeem_rewards credit_limit rewards_balance
application_status credit_score new_card international_fees oil_change_when oil_change_how tire_pressure
schedule_maintenance gas mpg last_maintenance gas_type tire_change jump_start plug_type travel_notification
international_visa travel_alert vaccines lost_luggage carry_on car_rental book_hotel find_phone share_location make_call
flip_coin roll_dice spelling text pto_request_status insurance_change insurance payday taxes income rollover_401k
pto_balance pto_request w2 direct_deposit pto_used change_speed user_name whisper_mode change_language sync_device
change_accent change_user_name change_ai_name reset_settings yes no maybe confirm_reservation how_busy
accept_reservations cancel_reservation nutrition_info food_last order_status
""".split()
COUNTS = {"chat": 1800, "sms": 1200, "insults": 1200, "spam": 500, "ham": 500, "work orders": 1600, "logs": 500}


def texts(seed: int) -> Iterator[tuple[str, str]]:
    """(text, where it is from)."""
    draw = random.Random(f"none/{seed}")
    for text, intent in sets.clinc("train", "oos_train"):
        if intent == "oos" or intent in NOT_IN_MASSIVE:
            yield text, "clinc"
    for source, found in _others(seed).items():
        for text in draw.sample(found, min(COUNTS[source], len(found))):
            yield text, source


def _others(seed: int) -> dict[str, list[str]]:
    pairs = list(mix.paradetox(random.Random(seed)))
    sentences = list(contrast.sentences(seed))
    made = list(spam.sentences(seed))
    # Sentences of templates that moderation holds out are left out here too: one text, one side.
    rude = [f.text for f, truth in sentences if truth[0] == 1 and not f.held_out]
    wanted = [t for t, truth in mix.sms(random.Random(seed)) if not truth[-1]]
    orders = sets.mwo2kg("train_3200.json") + sets.maintnorm("combined_train.norm")
    return {
        "chat": [t for t, truth in pairs if truth[0] == 0 and len(t) < 300],
        "sms": [t for t in wanted if len(t) < 300],
        "insults": rude + [t for t, truth in pairs if truth[0] == 1 and len(t) < 300],
        "spam": [f.text for f, truth in made if truth[-1] and not f.held_out],
        "ham": [f.text for f, truth in made if not truth[-1] and not f.held_out],
        "work orders": [t["text"] for t in orders],
        "logs": [f.text for f in shopfloor.sentences(seed) if f.section == "lines" and not f.held_out],
    }
