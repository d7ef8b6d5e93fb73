// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.edgewise.inference.task.Field.By;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeCodesTest {
    @ParameterizedTest
    @CsvSource({
        "check CV-102 belt, CV, CV-102",
        "check CV-102 belt, 102, CV-102",
        "check CV-102 belt, CV-, CV-102",
        "check CV-102 belt, 102 belt, CV-102 belt",
        "check CV-102 belt, check CV, check CV-102",
        "valve K-204/B leaks, K-204, K-204/B",
        "valve K-204/B leaks, 204, K-204/B",
        "p-17, 17, p-17",
        "TIC-4031-B, TIC, TIC-4031-B",
        "type 6ES7315-2AG10, 6ES7315, 6ES7315-2AG10",
        "SN8839-AX2, AX2, SN8839-AX2",
        "AB_12, 12, AB_12",
    })
    void aFieldThatEndsInsideACodeReachesToItsBorder(String text, String field, String whole) {
        int start = text.indexOf(field);
        assertThat(WholeCodes.of(text, List.of(field(text, start, start + field.length(), "ITEM", 0.5))))
                .singleElement()
                .extracting(Field::text)
                .isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource({
        "a 3-phase motor, phase",
        "since mid-2019, 2019",
        "the top-10 list, 10",
        "tic-4031 has a word before it, 4031",
        "on 2024-03-11, 03",
        "open 24/7 here, 24",
        "COVID-19 rules, 19",
        "a 10-inch pipe, inch",
        "the AC/DC plug, DC",
        "check CV-102 belt, CV-102",
        "check CV-102 belt, belt",
        "P-17. Next, P-17",
    })
    void allOthersStayAsTheyAre(String text, String field) {
        int start = text.indexOf(field);
        assertThat(WholeCodes.of(text, List.of(field(text, start, start + field.length(), "ITEM", 0.5))))
                .containsExactly(field(text, start, start + field.length(), "ITEM", 0.5));
    }

    @Test
    void twoFieldsInOneCodeBecomeTheLikelierOne() {
        String text = "pump P-17 hums";
        assertThat(WholeCodes.of(text, List.of(field(text, 0, 6, "EQUIPMENT", 0.4), field(text, 7, 9, "ID", 0.9))))
                .containsExactly(field(text, 0, 9, "ID", 0.9));
        assertThat(WholeCodes.of(text, List.of(field(text, 5, 6, "EQUIPMENT", 0.9), field(text, 7, 14, "STATE", 0.4))))
                .containsExactly(field(text, 5, 14, "EQUIPMENT", 0.9));
    }

    @Test
    void fieldsOfTwoCodesStayTwo() {
        String text = "P-17 K-2";
        assertThat(WholeCodes.of(text, List.of(field(text, 0, 1, "ID", 0.4), field(text, 5, 6, "ID", 0.9))))
                .containsExactly(field(text, 0, 4, "ID", 0.4), field(text, 5, 8, "ID", 0.9));
    }

    private static Field field(String text, int start, int end, String type, double score) {
        return new Field("codes", type, text.substring(start, end), start, end, Optional.empty(), score, By.MODEL);
    }
}
