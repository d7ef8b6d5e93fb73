# SPDX-License-Identifier: Apache-2.0
"""What the collection's modules judge, without a board. Run by rung1 with the collection on the path of Python."""

import io
import os
import tarfile
import tempfile
import unittest

from ansible_collections.edgewise.edgewise.plugins.filter import board, mosquitto
from ansible_collections.edgewise.edgewise.plugins.module_utils import debian, gate, mqtt

MODELS = {"chat": {"bundle": "/nowhere"}}


def served(**changes):
    model = {"name": "chat", "service": "as-planned", "degraded": False, "plan": "xnnpack", "bundle": "moderation@1.1.0", "golden_tests": 12}
    model.update(changes)
    return {"models": [model]}


class Versions(unittest.TestCase):
    def test_snapshot_of_debian_is_snapshot_of_maven(self):
        self.assertEqual([], gate.judge_version({"version": "0.1.0-SNAPSHOT"}, "0.1.0~snapshot"))

    def test_other_version_is_told(self):
        self.assertEqual(["version 0.1.0 runs, not 0.2.0"], gate.judge_version({"version": "0.1.0"}, "0.2.0"))

    def test_gateway_without_a_version_is_no_proof(self):
        self.assertIn("does not say which version", gate.judge_version({}, "0.2.0")[0])


class Receipts(unittest.TestCase):
    def test_all_well(self):
        self.assertEqual([], gate.judge_models(served(), MODELS, {"chat": "moderation@1.1.0"}))

    def test_other_bundle_is_told(self):
        self.assertEqual(
            ["model chat is moderation@1.1.0, not moderation@1.2.0"], gate.judge_models(served(), MODELS, {"chat": "moderation@1.2.0"})
        )

    def test_bundle_of_the_directory_is_expected(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "bundle.json"), "w", encoding="utf-8") as file:
                file.write('{"name": "moderation", "version": "2.0.0"}')
            self.assertEqual(
                ["model chat is moderation@1.1.0, not moderation@2.0.0"], gate.judge_models(served(), {"chat": {"bundle": folder}}, {})
            )

    def test_missing_model_is_told(self):
        self.assertEqual(["model chat is not served"], gate.judge_models({"models": []}, MODELS, {}))

    def test_degraded_model_is_told(self):
        self.assertEqual(
            ["model chat is demoted: cpu since it failed"],
            gate.judge_models(served(service="demoted", degraded=True, plan="cpu since it failed"), MODELS, {}),
        )

    def test_degraded_model_that_nobody_asked_for_is_told(self):
        self.assertEqual(["model chat is degraded: slow"], gate.judge_models(served(degraded=True, plan="slow"), {}, {}))

    def test_model_without_golden_tests_is_told(self):
        self.assertEqual(["model chat passed no golden test on this board"], gate.judge_models(served(golden_tests=0), MODELS, {}))

    def test_lazy_model_may_wait_for_its_first_text(self):
        lazy = {"chat": {"bundle": "/nowhere", "lazy": True}}
        self.assertEqual([], gate.judge_models(served(service="not-opened", golden_tests=0), lazy, {}))
        self.assertNotEqual([], gate.judge_models(served(service="not-opened"), MODELS, {}))


class Errors(unittest.TestCase):
    METRICS = gate.read_metrics(
        "# HELP edgewise_messages_received_total  \n"
        'edgewise_messages_received_total{route="chat"} 100.0\n'
        'edgewise_dead_letters_total{reason="deadline",route="chat"} 3.0\n'
        'edgewise_dead_letters_total{reason="malformed",route="chat"} 50.0\n'
        "jvm_threads 12\n"
    )

    def test_only_what_is_the_gateways_doing_counts(self):
        self.assertEqual([], gate.judge_errors(self.METRICS, ["deadline"], 0.03))
        self.assertEqual(
            ["3 of 100 messages became dead letters (deadline), more than 2 %"], gate.judge_errors(self.METRICS, ["deadline"], 0.02)
        )

    def test_no_messages_are_no_errors(self):
        self.assertEqual([], gate.judge_errors([], ["deadline"], 0.0))


class Links(unittest.TestCase):
    def test_link_that_is_down_is_told_with_its_reason(self):
        self.assertEqual(
            ["link out is down: refused"], gate.judge_links({"links": [{"name": "out", "up": False, "reason": "refused"}, {"name": "chat", "up": True}]})
        )


class Debs(unittest.TestCase):
    @staticmethod
    def deb(control, compression="xz"):
        inner = io.BytesIO()
        with tarfile.open(fileobj=inner, mode="w:" + compression) as tar:
            entry = tarfile.TarInfo("./control")
            entry.size = len(control)
            tar.addfile(entry, io.BytesIO(control))
        content = inner.getvalue()
        header = b"%-16s%-12d%-6d%-6d%-8s%-10d`\n"
        parts = [(b"debian-binary", b"2.0\n"), (b"control.tar." + compression.encode(), content), (b"data.tar.xz", b"12345")]
        out = b"!<arch>\n"
        for name, data in parts:
            out += header % (name, 1700000000, 0, 0, b"100644", len(data)) + data + b"\n" * (len(data) % 2)
        return out

    def write(self, content):
        file = tempfile.NamedTemporaryFile(suffix=".deb", delete=False)
        self.addCleanup(os.unlink, file.name)
        with file:
            file.write(content)
        return file.name

    def test_fields_are_read(self):
        fields, made = debian.read_control(self.write(self.deb(b"Package: edgewise\nVersion: 1:2~rc1\nDescription: a\n b\n")))
        self.assertEqual(("edgewise", "1:2~rc1", "a\nb"), (fields["Package"], fields["Version"], fields["Description"]))
        self.assertEqual(1700000000, made)

    def test_other_files_are_refused(self):
        for content in (b"hello", b"", self.deb(b"Package: x\n")[:100]):
            with self.assertRaises(debian.NotADeb):
                debian.read_control(self.write(content))

    def test_least_c_library(self):
        self.assertEqual("2.34", debian.least_glibc("adduser, libc6 (>= 2.34) | x"))
        self.assertEqual("", debian.least_glibc("libc6-dev (>= 2.34)"))


class Boards(unittest.TestCase):
    def test_where_things_are(self):
        self.assertEqual("/etc/edgewise/credentials/mqtt.password", board.board_path("credential:mqtt.password"))
        self.assertEqual("/etc/edgewise/site.pem", board.board_path("site.pem"))
        self.assertEqual("/srv/site.pem", board.board_path("/srv/site.pem"))
        self.assertEqual("", board.board_path(""))

    def test_only_other_versions_are_not_installed(self):
        packages = [{"name": "edgewise", "version": "2"}, {"name": "edgewise-natives", "version": "2"}]
        self.assertEqual(packages[:1], board.not_installed(packages, ["edgewise=1", "edgewise-natives=2"]))

    def test_twins_are_told_with_their_id(self):
        ids = {"a": "one", "b": "two", "c": "one"}
        hostvars = {name: {"edgewise_read": {"gateway": {"id": said}}} for name, said in ids.items()}
        self.assertEqual(["a and c (one)"], board.twins(hostvars, ["a", "b", "c"]))

    def test_table_has_boards_that_do_not_answer(self):
        hostvars = {
            "a": {"edgewise_answer": {"status": {"version": "1", "state": "online", "models": []}, "problems": [], "received": 5, "dead_letters": 0}},
            "b": {"edgewise_answer": {"unreachable": True, "msg": "no\nroute"}},
        }
        table = board.status_table(hostvars, ["a", "b"])
        self.assertRegex(table[1], "^a +1 +online .* healthy$")
        self.assertRegex(table[2], "^b .*unreachable .* no route$")


class Brokers(unittest.TestCase):
    def test_a_line_is_the_same_each_time_and_another_at_another_place(self):
        line = mosquitto.mosquitto_user("secret", "gateway", "board1")
        self.assertRegex(line, r"^gateway:\$7\$101\$[A-Za-z0-9+/]{16}\$[A-Za-z0-9+/]{86}==$")
        self.assertEqual(line, mosquitto.mosquitto_user("secret", "gateway", "board1"))
        self.assertNotEqual(line, mosquitto.mosquitto_user("secret", "gateway", "board2"))

    def test_user_names_that_break_the_file_are_refused(self):
        for name in ("", "a:b", "a\nb"):
            with self.assertRaises(ValueError):
                mosquitto.mosquitto_user("secret", name, "board1")


class Packets(unittest.TestCase):
    def test_numbers(self):
        for value in (0, 127, 128, 16383, 16384, 268435455):
            encoded = mqtt.number(value)
            self.assertEqual((value, len(encoded)), mqtt.read_number(encoded, 0))

    def test_properties(self):
        packed = bytes([mqtt.CORRELATION]) + mqtt.text(b"42") + bytes([0x26]) + mqtt.text("a") + mqtt.text("b") + bytes([0x02, 0, 0, 0, 9])
        found, end = mqtt.read_properties(mqtt.number(len(packed)) + packed + b"rest", 0)
        self.assertEqual((b"42", len(packed) + 1), (found[mqtt.CORRELATION], end))

    def test_other_brokers_are_refused(self):
        with self.assertRaisesRegex(mqtt.NoAnswer, "only"):
            mqtt.Client("ws://broker/mqtt", 0)


if __name__ == "__main__":
    unittest.main()
