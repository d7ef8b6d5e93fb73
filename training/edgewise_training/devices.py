# SPDX-License-Identifier: Apache-2.0
"""Device commands beside MASSIVE's, in its names: Home Assistant's templates, and SNIPS where its slots mean the same.

Needs PyYAML. Slots that MASSIVE has no certain name for are masked, so that a row teaches only what it knows; so is an
intent (None). A device or room of a Home Assistant sentence is one of the values here.
"""
from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from . import shared
from .hassil import Grammar, Unfillable, joined
from .spans import MASKED, Span

HOME = "extraction/homeassistant_intents"
# File (English sentences): intent in MASSIVE; None where it has none. `on` and `off` of fans are sockets' there.
INTENTS = {
    "light_HassTurnOn": "iot_hue_lighton",
    "light_HassTurnOff": "iot_hue_lightoff",
    "HassTurnOn__area_domain": "iot_hue_lighton",
    "HassTurnOff__area_domain": "iot_hue_lightoff",
    "light_HassLightSet": "iot_hue_lightchange",
    "HassLightSet__name_color": "iot_hue_lightchange",
    "HassLightSet__name_brightness": "iot_hue_lightchange",
    "fan_HassTurnOn": "iot_wemo_on",
    "fan_HassTurnOff": "iot_wemo_off",
    "vacuum_HassVacuumStart": "iot_cleaning",
    "weather_HassGetWeather": "weather_query",
    "todo_HassListAddItem": "lists_createoradd",
    "shopping_list_HassShoppingListAddItem": "lists_createoradd",
    "homeassistant_HassGetCurrentTime": "datetime_query",
    "homeassistant_HassGetCurrentDate": "datetime_query",
    "media_player_HassSetVolume": "audio_volume_other",
    "homeassistant_HassTurnOn": None,
    "homeassistant_HassTurnOff": None,
    "cover_HassTurnOn": None,
    "cover_HassTurnOff": None,
    "cover_HassSetPosition": None,
    "climate_HassClimateSetTemperature": None,
    "lock_HassTurnOn": None,
    "lock_HassTurnOff": None,
    "valve_HassTurnOn": None,
    "valve_HassTurnOff": None,
}
TYPES = {"name": "device_type", "area": "house_place", "color": "color_type", "todo_list": "list_name"}
TYPES |= {k: MASKED for k in ("floor", "brightness", "brightness_level", "temperature", "position", "volume_level", "item")}
TYPES |= {k: MASKED for k in ("volume", "shopping_list_item", "todo_list_item", "temperature_unit", "cover_classes")}
LIGHTS = ["desk lamp", "floor lamp", "ceiling light", "reading lamp", "bedside lamp", "work light", "spot light", "led strip"]
DEVICES = {
    "light": LIGHTS,
    "fan": ["fan", "ceiling fan", "table fan", "extractor fan", "ventilator", "exhaust fan"],
    "vacuum": ["vacuum", "robot vacuum", "vacuum cleaner", "hoover"],
    "cover": ["left blind", "roller shutter", "curtain", "garage door", "north window", "awning"],
    "lock": ["front door", "back door", "tool cabinet", "gate lock", "side door"],
    "valve": ["water valve", "main valve", "sprinkler valve", "gas valve"],
    "media": ["tv", "speaker", "radio", "soundbar"],
    "climate": ["thermostat", "air conditioner", "heater", "radiator"],
    "weather": ["weather"],
    "homeassistant": ["coffee machine", "socket", "plug", "heater", "kettle", "pump", "humidifier", "water heater"],
}
AREAS = "kitchen | living room | bedroom | bathroom | hall | garage | office | basement | attic | garden | workshop | dining room | kids room | laundry | hallway | guest room | corridor | store room | meeting room | warehouse | loading dock | control room".split(" | ")  # fmt: skip
COLORS = "white red orange yellow green blue purple pink turquoise brown black".split()
UNIT = re.compile(r" ?(%|percent\b|°|degrees?\b)")
SENTENCES = 40
SNIPS_INTENTS = {"PlayMusic": "play_music", "GetWeather": "weather_query", "AddToPlaylist": None, "BookRestaurant": None}
SNIPS_TYPES = {
    "artist": "artist_name",
    "track": "song_name",
    "album": "music_album",
    "genre": "music_genre",
    "playlist": "playlist_name",
    "service": "app_name",
    "city": "place_name",
    "state": "place_name",
    "country": "place_name",
    "condition_description": "weather_descriptor",
    "condition_temperature": "weather_descriptor",
    "restaurant_type": "business_type",
    "restaurant_name": "business_name",
    "cuisine": "food_type",
}


@dataclass(frozen=True)
class Command:
    """A sentence, its intent in MASSIVE's names or None, and its slots, masked ones among them."""

    text: str
    intent: str | None
    spans: list[Span]


def home_files() -> list[str]:
    names = [f"{HOME}/sentences__en__{stem}.yaml" for stem in INTENTS]
    return [n for n in names if shared.has(n)] + [f"{HOME}/sentences__en___common.yaml"]


def home(seed: int) -> Iterator[Command]:
    draw = random.Random(f"home/{seed}")
    common = yaml.safe_load(shared.find(f"{HOME}/sentences__en___common.yaml").read_text(encoding="utf-8"))
    seen: set[str] = set()
    for path in home_files()[:-1]:
        stem = path.split("sentences__en__")[1].removesuffix(".yaml")
        said = yaml.safe_load(shared.find(path).read_text(encoding="utf-8"))
        blocks = said.get("data") or [b for i in said.get("intents", {}).values() for b in i.get("data", [])]
        for block in blocks:
            grammar = _grammar(common, {**said, **block}, stem)
            for template in block.get("sentences", []):
                yield from _commands(grammar, template, block, INTENTS[stem], draw, seen)


def _grammar(common: dict, own: dict, stem: str) -> Grammar:
    kind = "media" if stem.startswith("media") else stem.split("_")[0]
    devices = DEVICES.get(kind, LIGHTS)
    numbers = [str(n) for n in range(5, 101, 5)] + ["ten", "twenty", "thirty", "fifty", "seventy five"]
    values = {
        "name": devices,
        "area": AREAS,
        "floor": ["first", "second", "ground", "upper", "lower"],
        "color": COLORS,
        "brightness": numbers,
        "brightness_level": ["maximum", "minimum", "highest", "lowest", "max", "min"],
        "temperature": [str(n) for n in range(15, 31)],
        "temperature_unit": ["degrees", "celsius"],
        "position": numbers,
        "volume": numbers,
        "item": ["milk", "eggs", "bread", "screws", "batteries", "coffee", "apples", "soap"],
        "shopping_list_item": ["milk", "eggs", "bread", "batteries", "coffee", "apples", "soap"],
        "todo_list_item": ["call the plumber", "clean the filter", "pay the rent", "water the plants"],
        "cover_classes": ["blinds", "curtains", "shutters", "windows", "shades"],
        "on_off_domains": ["lights", "fans", "switches"],
    }
    return Grammar({**common["expansion_rules"], **(own.get("expansion_rules") or {})}, values)


def _commands(
    grammar: Grammar, template: str, block: dict, intent: str | None, draw: random.Random, seen: set[str]
) -> Iterator[Command]:
    for _ in range(SENTENCES):
        try:
            text, spans = joined(grammar.sentence(template, draw), TYPES)
        except Unfillable:
            return
        if text not in seen and len(text) > 3:
            seen.add(text)
            yield Command(text, intent, [_with_unit(text, span) for span in spans])


def _with_unit(text: str, span: Span) -> Span:
    """An amount and its unit are one slot in MASSIVE, so they are masked together."""
    start, end, kind = span
    unit = UNIT.match(text, end) if kind == MASKED else None
    return (start, unit.end(), kind) if unit else span


def snips() -> Iterator[Command]:
    read = lambda name: shared.find(f"extraction/snips2017/train.{name}").read_text(encoding="utf-8").splitlines()
    for words, tags, intent in zip(read("seq.in"), read("seq.out"), read("label")):
        if intent in SNIPS_INTENTS:
            yield Command(" ".join(words.split()), SNIPS_INTENTS[intent], _snips_spans(words.split(), tags.split()))


def _snips_spans(words: list[str], tags: list[str]) -> list[Span]:
    """City and state that follow each other are one place, as MASSIVE has it."""
    spans: list[Span] = []
    at = 0
    for word, tag in zip(words, tags):
        if tag != "O":
            kind = SNIPS_TYPES.get(tag[2:], MASKED)
            joins = spans and spans[-1][1] == at - 1 and spans[-1][2] == kind
            if joins and (tag[0] == "I" or kind in ("place_name", MASKED)):
                spans[-1] = (spans[-1][0], at + len(word), kind)
            else:
                spans.append((at, at + len(word), kind))
        at += len(word) + 1
    return spans
