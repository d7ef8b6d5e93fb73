// SPDX-License-Identifier: Apache-2.0
package io.edgewise.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One wrong line in a right configuration, and what is said of it. The first column is the line's number in
/// [Draft], the second what stands there, the third what `edgewise check` answers.
class ConfigurationProblemsTest {
    @TempDir
    private Path folder;

    @Test
    void theDraftIsRight() {
        assertThat(Draft.in(folder).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            1  | gateway: {}              | gateway.id: is missing: this gateway's name, in topics and client ids, for example lobby-pi
            1  | gateway: pi              | gateway: expected a block of keys, got the text "pi"
            1  | gateway: { id: a/b }     | gateway.id: expected letters, digits, dot, hyphen and underscore, at most 63, got "a/b"
            1  | gateway: { id: '' }      | gateway.id: expected letters, digits, dot, hyphen and underscore, at most 63, got ""
            1  | gateway: { id: -a }      | gateway.id: expected letters, digits, dot, hyphen and underscore, at most 63, got "-a"
            1  | gateway: { id: [pi] }    | gateway.id: expected a value such as lobby-pi, got a list
            1  | gateway: { id: null }    | gateway.id: expected a value such as lobby-pi, got nothing
            2  | broker: {}               | broker.url: is missing: mqtt://HOST:1883, mqtts://HOST:8883, ws://HOST/PATH, wss://HOST/PATH, or embedded, for example mqtt://broker.site:1883
            2  | broker: { url: 'tcp://x' } | broker.url: broker url "tcp://x": expected mqtt://HOST:1883, mqtts://HOST:8883, ws://HOST/PATH, wss://HOST/PATH or embedded
            2  | broker: { url: mqtt://x, ca: a } | broker.url: ca, cert and key need TLS: write mqtts:// in place of mqtt://, wss:// in place of ws://
            2  | broker: { url: mqtts://x, cert: a } | broker.cert: cert and key belong together: give both or neither
            2  | broker: { url: mqtts://x, key: a } | broker.cert: cert and key belong together: give both or neither
            2  | broker: { url: mqtt://x, password-file: 'credential:' } | broker.password-file: credential "": expected letters, digits, dot, hyphen and underscore, not a dot first
            2  | broker: { url: mqtt://x, password-file: credential:../a } | broker.password-file: credential "../a": expected letters, digits, dot, hyphen and underscore, not a dot first
            2  | broker: { url: embedded, usrname: a } | broker.usrname: unknown key: did you mean "username"? (have: ca, cert, key, password-file, spool, url, username)
            3  | http: { port: 65536 }    | http.port: expected a whole number from 0 to 65535, got the number 65536
            3  | http: { port: 80.5 }     | http.port: expected a whole number from 0 to 65535, got the number 80.5
            3  | http: { port: '80' }     | http.port: expected a whole number from 0 to 65535, got the text "80"
            3  | http: { bind: 0.0.0.0 }  | http.bind: "0.0.0.0" can be reached from other machines, which needs TLS and a token; this release serves loopback addresses only, such as 127.0.0.1
            3  | http: { bind: '::' }     | http.bind: "::" can be reached from other machines, which needs TLS and a token; this release serves loopback addresses only, such as 127.0.0.1
            3  | http: { bind: '' }       | http.bind: "" can be reached from other machines, which needs TLS and a token; this release serves loopback addresses only, such as 127.0.0.1
            3  | http: { bind: 300.1.1.1 } | http.bind: "300.1.1.1" is no address of this machine
            4  | inference: { lanes: 257 } | inference.lanes: expected a whole number from 0 to 256, got the number 257
            4  | inference: { lanes: -1 } | inference.lanes: expected a whole number from 0 to 256, got the number -1
            4  | inference: { libary: x } | inference.libary: unknown key: did you mean "library"? (have: lanes, library, require-signature)
            4  | inference: { require-signature: { a: b } } | inference.require-signature: expected a value such as keys/release.pub, got a block of keys
            4  | inference: { require-signature: } | inference.require-signature: expected a value such as keys/release.pub, got nothing
            4  | inference: { require-signature: true } | inference.require-signature: key file %s/true is not there
            4  | inference: { require-signature: [] } | inference.require-signature: names no key, so that it is unclear whether a signature is needed: name at least one public key, or leave it out
            4  | board: { governor: maybe } | board.governor: expected true or false, got the text "maybe"
            4  | board: { governor: on }    | board.governor: expected true or false, got the text "on"
            4  | board: { limit: 39 }       | board.limit: expected a number from 40.0 to 120.0, got the number 39
            4  | board: { limit: 80C }      | board.limit: expected a number from 40.0 to 120.0, got the text "80C"
            4  | board: { interval: 500ms } | board.interval: expected 1s to 30s, got "500ms"
            4  | board: { interval: 1m }    | board.interval: expected 1s to 30s, got "1m"
            4  | board: { interval: 5 }     | board.interval: expected a duration such as 500ms, 2s, 5m, 1h or 7d, got "5"
            4  | board: { govenor: false }  | board.govenor: unknown key: did you mean "governor"? (have: governor, interval, limit)
            6  | moderation: models/moderation | models.moderation: expected a block of keys, got the text "models/moderation"
            6  | moderation: { bundle: models/moderation, deterministic: 1 } | models.moderation.deterministic: expected true or false, got the number 1
            6  | moderation: { bundle: models/moderation, allow-slow: yes } | models.moderation.allow-slow: expected true or false, got the text "yes"
            6  | moderation: { bundle: models/moderation, delegat: auto } | models.moderation.delegat: unknown key: did you mean "delegate"? (have: allow-slow, bundle, delegate, deterministic, lazy, overlay, unload-after)
            6  | moderation: { bundle: models/moderation, delegate: xnpack } | models.moderation.delegate: unknown delegate "xnpack": did you mean "xnnpack"? (have: auto, cpu, xnnpack)
            6  | moderation: { bundle: models/moderation, delegate: [cpu, gpu] } | models.moderation.delegate: unknown delegate "gpu": did you mean "cpu"? (have: auto, cpu, xnnpack)
            6  | moderation: { bundle: models/moderation, delegate: [auto, cpu] } | models.moderation.delegate: auto stands alone, got [auto, cpu]
            6  | moderation: { bundle: models/moderation, delegate: [cpu, cpu] } | models.moderation.delegate: a name stands twice in [cpu, cpu]
            6  | moderation: { bundle: models/moderation, delegate: { a: b } } | models.moderation.delegate: expected a value such as auto, got a block of keys
            9  | name: a+b                | routes[0].name: expected letters, digits, dot, hyphen and underscore, at most 63, got "a+b"
            10 | from: $share/g/a         | routes[0].from: topic filter "$share/g/a": write the part behind $share/GROUP/ here, and the group to share
            10 | from: a/b+/c             | routes[0].from: topic filter "a/b+/c": + stands alone in its level, as in sensors/+/text
            10 | from: a/#/c              | routes[0].from: topic filter "a/#/c": # stands alone in the last level, as in sensors/#
            10 | from: ''                 | routes[0].from: topic filter "": a Topic Filter has at least one character
            13 | moderate: { model: moderation, language: en } | routes[0].steps[0].moderate.language: unknown "en": (have: declared, any)
            11 | to: a/+                  | routes[0].to: topic name "a/+": a Topic Name has no wildcard
            11 | to: ''                   | routes[0].to: topic name "": a Topic Name has at least one character
            11 | to: a/{device}           | routes[0].to: topic "a/{device}": unknown place {device} (have: {1} to {9} for the wildcards of from, {topic}, {gateway})
            11 | to: a/{2}                | routes[0].to: "a/{2}" uses {2}, from has 1 wildcard
            11 | forward: { allow: 'a/{3}' } | routes[0].forward: "a/{3}" uses {3}, from has 1 wildcard
            11 | forward: { allow: a/# }  | routes[0].forward.allow: topic name "a/#": a Topic Name has no wildcard
            11 | forward: { blok: a }     | routes[0].forward.blok: unknown key: did you mean "block"? (have: allow, block, review)
            11 | payload: xml             | routes[0].payload: unknown payload "xml" (have: text, and json:/POINTER such as json:/message)
            11 | payload: json:message    | routes[0].payload: expected a JSON Pointer such as /message after json:, got "message"
            11 | deadline: 2              | routes[0].deadline: expected a duration such as 500ms, 2s, 5m, 1h or 7d, got "2"
            11 | deadline: 0s             | routes[0].deadline: expected more than nothing, got "0s"
            11 | deadline: 9999999999d    | routes[0].deadline: expected at most 36500d, got "9999999999d"
            11 | max-payload: 256k        | routes[0].max-payload: expected a size such as 512B, 64KiB or 16MiB, got "256k"
            11 | max-payload: 0B          | routes[0].max-payload: expected more than nothing, got "0B"
            11 | overflow: 2GiB           | routes[0].overflow: expected a size below 2GiB, got "2GiB"
            11 | session-expiry: 0s       | routes[0].session-expiry: expected at least 1s, got "0s"
            11 | session-expiry: 999ms    | routes[0].session-expiry: expected at least 1s, got "999ms"
            11 | window: 0                | routes[0].window: expected a whole number from 1 to 32767, got the number 0
            11 | window: 32768            | routes[0].window: expected a whole number from 1 to 32767, got the number 32768
            11 | qos: 3                   | routes[0].qos: expected a whole number from 0 to 2, got the number 3
            11 | ordered: no              | routes[0].ordered: expected true or false, got the text "no"
            11 | response-topics: [a, b+] | routes[0].response-topics[1]: topic filter "b+": + stands alone in its level, as in sensors/+/text
            11 | response-topics: { a: b } | routes[0].response-topics: expected a value such as replies/#, got a block of keys
            11 | deadlien: 2s             | routes[0].deadlien: unknown key: did you mean "deadline"? (have: deadline, forward, from, in, max-payload, name, ordered, out, overflow, payload, priority, qos, quota, response-topics, session-expiry, share, steps, to, window)
            13 | moderate: {}             | routes[0].steps[0].moderate.model: is missing: name of a model, for example moderation
            13 | moderate: { model: ' ' } | routes[0].steps[0].moderate.model: expected a text, got an empty one
            13 | moderate: moderation     | routes[0].steps[0].moderate: expected a block of keys, got the text "moderation"
            13 | moderate: { model: moderation, thresholds: { toxic: 0.5 } } | routes[0].steps[0].moderate.thresholds.toxic: expected a block of keys, got the number 0.5
            13 | moderate: { model: moderation, thresholds: { toxic: { review: 0 } } } | routes[0].steps[0].moderate.thresholds.toxic.review: expected a number from 0.001 to 1.0, got the number 0
            13 | moderate: { model: moderation, thresholds: { toxic: { block: 1.1 } } } | routes[0].steps[0].moderate.thresholds.toxic.block: expected a number from 0.001 to 1.0, got the number 1.1
            13 | moderate: { model: moderation, thresholds: { toxic: { review: 0.9, block: 0.8 } } } | routes[0].steps[0].moderate.thresholds.toxic.review: is 0.9, above block with 0.8: nothing would ever be reviewed
            13 | extract: { model: extraction, region: Germany } | routes[0].steps[0].extract.region: expected two capital letters of ISO 3166 such as US or DE, got "Germany"
            13 | extract: { model: extraction, zone: Berlin } | routes[0].steps[0].extract.zone: expected a time zone such as Europe/Berlin or UTC, got "Berlin"
            13 | extract: { model: extraction, min-score: 1.5 } | routes[0].steps[0].extract.min-score: expected a number from 0.0 to 1.0, got the number 1.5
            13 | { moderate: { model: moderation }, extract: { model: extraction } } | routes[0].steps[0]: a step is one of moderate, extract, classify, embed, generate and choose; write several steps
            13 | {}                       | routes[0].steps[0]: expected moderate, extract, classify, embed, generate or choose
            14 | state: [a]               | state: expected a value such as state, got a list
            """)
    void aWrongLineIsToldWithItsNumberAndPath(int line, String text, String problem) {
        Draft draft = Draft.in(folder).line(line, text);

        assertThat(draft.problems()).containsExactly("line " + line + ": " + problem.replace("%s", folder.toString()));
    }

    @Test
    void quality2IsRefusedWithTheReason() {
        assertThat(Draft.in(folder).line(11, "qos: 2").problems())
                .singleElement()
                .asString()
                .startsWith(
                        "line 11: routes[0].qos: 2 is not offered: at QoS 2 the broker is told that a message is done"
                                + " before its answer is safe; use 1");
    }

    @Test
    void aGatewayWithoutRoutesDoesNothing() {
        Draft draft = Draft.in(folder);
        for (int line = 8; line <= 13; line++) {
            draft = draft.line(line, "");
        }

        assertThat(draft.problems())
                .containsExactly("line 1: routes: there is none: a gateway without routes does nothing");
    }

    @Test
    void aRouteWithoutStepsIsToldWhatToWrite() {
        assertThat(Draft.in(folder).line(12, "steps: []").line(13, "").problems())
                .containsExactly("line 12: routes[0].steps: there is none: write for example"
                        + " \"- moderate: { model: moderation }\"");
    }

    @Test
    void forwardNeedsAVerdict() {
        assertThat(Draft.in(folder)
                        .line(11, "forward: { allow: clean }")
                        .line(13, "extract: { model: extraction }")
                        .problems())
                .containsExactly("line 11: routes[0].forward: goes by verdict, and no step of this route moderates");
    }

    @Test
    void aResultHasRoomForOneStepOfAKind() {
        assertThat(Draft.in(folder)
                        .line(12, "steps: [ moderate: { model: moderation }, moderate: { model: moderation } ]")
                        .line(13, "")
                        .problems())
                .containsExactly("line 12: routes[0].steps: the same kind of step stands twice; a result has room for"
                        + " one of each");
    }

    @Test
    void aPasswordIsNeverRepeated() {
        assertThat(Draft.in(folder)
                        .line(2, "broker: { url: embedded, password: hunter2 }")
                        .problems())
                .containsExactly(
                        "line 2: broker.password: unknown key: (have: ca, cert, key, password-file, spool, url,"
                                + " username)");
        for (String url : new String[] {"mqtt://gw:hunter2@host", "mqtts://gw:hunter2@host:1883", "mqtt://hunter2@h"}) {
            assertThat(Draft.in(folder)
                            .line(2, "broker: { url: '" + url + "' }")
                            .problems())
                    .singleElement()
                    .asString()
                    .startsWith("line 2: broker.url: broker url: expected only a host and a port after the //")
                    .contains("broker.password-file")
                    .doesNotContain("hunter2");
        }
    }
}
