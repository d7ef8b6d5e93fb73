// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityPatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            oil at ⟦21.5 °C⟧                                      | 21.5 °C
            oil at ⟦21,5°C⟧, gear at ⟦-5 °C⟧, air ⟦+3℃⟧           | 21.5 °C; -5 °C; 3 °C
            bearing ⟦92C⟧, set ⟦70 ° F⟧, or ⟦21 deg c⟧            | 92 °C; 70 °F; 21 °C
            heat to ⟦98.6 degrees fahrenheit⟧                     | 98.6 °F
            turn by ⟦90°⟧, thermostat at ⟦70 degrees⟧             | 90 °; 70 °
            ⟦293.15 K⟧                                            | 293.15 K
            top up ⟦15 L⟧ and ⟦250 ml⟧, not ⟦2.5 litres⟧          | 15 L; 250 mL; 2.5 L
            ⟦3 bar⟧ in, ⟦45 psi⟧ out, ⟦1013 hPa⟧ outside          | 3 bar; 45 psi; 1013 hPa
            level ⟦40 %⟧, humidity ⟦55%⟧RH, ⟦7 percent⟧ slip      | 40 %; 55 %; 7 %
            runs for ⟦20 min⟧, ⟦90s⟧ pause, ⟦1.5 h⟧ test          | 20 min; 90 s; 1.5 h
            ⟦1200 rpm⟧, ⟦1,200 rpm⟧, ⟦1.234.567 rpm⟧              | 1200 rpm; 1200 rpm; 1234567 rpm
            ⟦4.5 kW⟧ motor, ⟦230 V⟧, ⟦16A⟧ breaker, ⟦50Hz⟧        | 4.5 kW; 230 V; 16 A; 50 Hz
            ⟦24VDC⟧ supply, ⟦230 V AC⟧, ⟦4.7 kΩ⟧, ⟦10 mA⟧         | 24 V; 230 V; 4.7 kΩ; 10 mA
            ⟦5 mW⟧ laser, ⟦5 MW⟧ turbine, ⟦5 kw⟧ heater           | 5 mW; 5 MW; 5 kW
            ⟦12 mm⟧ gap, ⟦3-inch⟧ hose, ⟦2 1/2 in⟧ pipe, ⟦½ inch⟧ | 12 mm; 3 in; 2.5 in; 0.5 in
            flow ⟦12 l/min⟧, ⟦3.5 m³/h⟧, ⟦80 km/h⟧, ⟦40 gpm⟧      | 12 L/min; 3.5 m³/h; 80 km/h; 40 gal/min
            ⟦5 litres per minute⟧ of ⟦2 mg/l⟧                     | 5 L/min; 2 mg/L
            vibration ⟦4.2 mm/s⟧ and ⟦0.5 m/s²⟧                   | 4.2 mm/s; 0.5 m/s²
            ⟦5 kg⟧ of grease, ⟦2 t⟧ load, ⟦10 lbs⟧, ⟦3 oz⟧        | 5 kg; 2 t; 10 lb; 3 oz
            T=⟦85C⟧ p:⟦5bar⟧ (⟦3 V⟧) ~⟦10 s⟧ >⟦5 m⟧               | 85 °C; 5 bar; 3 V; 10 s; 5 m
            ⟦12 kWh⟧ used, ⟦75 Nm⟧ torque, ⟦3.2 GHz⟧, ⟦85 dB⟧(A)  | 12 kWh; 75 Nm; 3.2 GHz; 85 dB
            ⟦6 ft⟧ ⟦2 in⟧ long                                    | 6 ft; 2 in
            ⟦10 000 kg⟧, ⟦1 000 000 EUR⟧, pump 3 ⟦200 rpm⟧        | 10000 kg; 1000000 EUR; 200 rpm
            USB ⟦5V⟧/⟦2A⟧, ⟦60Hz⟧/⟦50Hz⟧                          | 5 V; 2 A; 60 Hz; 50 Hz
            ⟦4 m3⟧ tank, ⟦20 sq ft⟧, ⟦3 square metres⟧            | 4 m³; 20 ft²; 3 m²
            ⟦２１．５ ℃⟧                                           | 21.5 °C
            """)
    void findsNumbersWithUnits(String text, String values) {
        MarkedText.check(PatternType.QUANTITY, "US", text, values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ⟦forty percent⟧ of ⟦two litres⟧                     | 40 %; 2 L
            wait ⟦twenty-one minutes⟧                           | 21 min
            ⟦two and a half hours⟧ at ⟦two point five bar⟧      | 2.5 h; 2.5 bar
            ⟦one hundred and five metres⟧ of ⟦three inch⟧ pipe  | 105 m; 3 in
            ⟦minus five degrees celsius⟧                        | -5 °C
            ⟦five hundred thousand litres⟧                      | 500000 L
            ⟦2.4 million gallons⟧                               | 2400000 gal
            """)
    void readsNumberWords(String text, String values) {
        MarkedText.check(PatternType.QUANTITY, "US", text, values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            US | costs ⟦$12.50⟧ or ⟦12,50 EUR⟧ or ⟦€ 9⟧            | 12.50 USD; 12.50 EUR; 9 EUR
            US | ⟦£5⟧, ⟦EUR 12⟧, ⟦US$ 40⟧, ⟦C$7⟧, ⟦100 CHF⟧        | 5 GBP; 12 EUR; 40 USD; 7 CAD; 100 CHF
            US | ⟦$5M⟧ plant, ⟦$2.4 billion⟧ budget, ⟦€10k⟧        | 5000000 USD; 2400000000 USD; 10000 EUR
            US | ⟦75 USD million⟧, ⟦3 dollars 50 cents⟧            | 75000000 USD; 3.50 USD
            US | ⟦$15/hour⟧, ⟦0.30 EUR/kWh⟧                        | 15 USD/h; 0.30 EUR/kWh
            US | weighs ⟦5 pounds⟧                                 | 5 lb
            GB | ⟦5 pounds sterling⟧, not 5 pounds                 | 5 GBP
            DE | ⟦1.234,50 €⟧ and ⟦$ 5⟧                            | 1234.50 EUR; 5 USD
            GB | ⟦5 pounds sterling⟧                               | 5 GBP
            """)
    void readsMoney(String region, String text, String values) {
        MarkedText.check(PatternType.QUANTITY, region, text, values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            between ⟦5⟧-⟦10 bar⟧                   | 5 bar; 10 bar
            ⟦4⟧–⟦20 mA⟧ loop                       | 4 mA; 20 mA
            ⟦2.5⟧ to ⟦3 mm⟧                        | 2.5 mm; 3 mm
            from ⟦-18 °C⟧ to ⟦-4 °C⟧               | -18 °C; -4 °C
            10x⟦20mm⟧ plate                        | 20 mm
            2 x ⟦24v⟧ lights                       | 24 V
            pump 3 to ⟦10 bar⟧                     | 10 bar
            """)
    void bothEndsOfRangeAreAmounts(String text, String values) {
        MarkedText.check(PatternType.QUANTITY, "US", text, values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RSSI ⟦-67 DBM⟧, LINE ⟦10 BARG⟧                       | -67 dBm; 10 barg
            TANK ⟦40 %⟧ FULL AT ⟦5 BAR⟧ AND ⟦12MM⟧ GAP          | 40 %; 5 bar; 12 mm
            DELAY ⟦30S⟧, ⟦20 MIN⟧, ⟦15 L⟧, ⟦24V⟧                 | 30 s; 20 min; 15 L; 24 V
            LOAD OF ⟦10A⟧                                      | 10 A
            """)
    void readsCapitals(String text, String values) {
        MarkedText.check(PatternType.QUANTITY, "US", text, values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "line 3 a tripped",
                "LINE 3 A TRIPPED",
                "gate 4C is open, room 12F too",
                "3 A new pump",
                "5 in the morning, 3 in 1, take 5 in",
                "open 24/7 since 2019",
                "the 90s, the 60s and 70s, in 1990s style",
                "a Model 4s and a 5G modem on 4g",
                "P-17 bar, CV-102 mm",
                "10:20 min",
                "3 V-belts and 2 C-clamps",
                "12 A.M.",
                "24703L202 and 24703m212",
                "1.2.3 bar",
                "of 10 200 kg",
                "12 people, 7 pumps, 3 of 5",
                "the twenty second of June",
                "one day it will fail",
                "2 bars of soap",
                "SCP-173C",
                "10m ago, 5m people",
                "10W40 oil, 5W-30 oil",
                "unit 5 W side",
                "1/3 bar",
                "room 5'",
                "12345678901234567890 mm",
                "fifty fifty",
                "USD, EUR and $",
                "5 & 6 mmm",
                "300K users",
                "GIVE ALL 5 TRY 3, 3 NOK, 2 CAD FILES"
            })
    void leavesTheRestAlone(String text) {
        MarkedText.check(PatternType.QUANTITY, "US", text, null);
    }
}
