from support import *

SOMEBODY = {
    "steam64": "76561198006409530",
    "universe": 1,
    "universe_name": "public",
    "type": 1,
    "type_name": "individual",
    "instance": 1,
    "account_id": 46143802,
    "steam2": "STEAM_0:0:23071901",
    "steam3": "[U:1:46143802]",
    "invite": "drb-cnfp",
    "friend_code": "SWUWA-B2BL",
    "url": "https://steamcommunity.com/profiles/76561198006409530",
    "valid": True,
}


class SteamId(TestCase):
    def test_any_form_in_every_form_out(self):
        forms = [SOMEBODY[name] for name in ("steam64", "steam2", "steam3", "invite", "friend_code", "url")]
        forms += ["STEAM_1:0:23071901", "46143802", "https://s.team/p/drb-cnfp"]
        got = self.check(gamewire("steamid", "--json", *forms), 0).objects
        self.assertEqual(got, [{"input": form, **SOMEBODY} for form in forms])
        got = self.check(gamewire("steamid", *reversed(forms), "--json"), 0).objects
        self.assertEqual([o["input"] for o in got], forms[::-1])

    def test_a_form_that_does_not_exist_for_a_type_is_left_out(self):
        group = self.check(gamewire("steamid", "--json", "[g:1:4]"), 0).object
        self.assertEqual(
            group,
            {
                "input": "[g:1:4]", "steam64": "103582791429521412", "universe": 1, "universe_name": "public", "type": 7,
                "type_name": "clan", "instance": 0, "account_id": 4, "steam3": "[g:1:4]",
                "queue_code": group["queue_code"], "url": "https://steamcommunity.com/gid/103582791429521412", "valid": True,
            },
        )  # fmt: skip
        back = self.check(gamewire("steamid", "--json", group["queue_code"]), 0).object
        self.assertEqual(back["steam64"], group["steam64"])
        lobby = self.check(gamewire("steamid", "--json", "[L:1:451932]"), 0).object
        self.assertLessEqual({"type": 8, "instance": 262144, "steam64": "109212290964186460"}.items(), lobby.items())
        self.assertFalse({"steam2", "invite", "friend_code", "url"} & lobby.keys())

    def test_an_id_that_steam_could_not_have_given(self):
        got = self.check(gamewire("steamid", "--json", "18446744073709551615"), 0).object
        self.assertFalse(got["valid"])
        self.assertEqual(got["type_name"], "unknown")

    def test_options_end_where_they_are_told_to(self):
        for arguments in (("--", "46143802", "[U:1:7]"), ("46143802", "--", "[U:1:7]")):
            got = self.check(gamewire("steamid", "--json", *arguments), 0).objects
            self.assertEqual([o["account_id"] for o in got], [46143802, 7])
        self.check(gamewire("steamid", "--json", "--", "--json"), 2, "usage")
        self.check(gamewire("steamid", "7", "--nothing"), 2)

    def test_a_path_alone(self):
        self.assertEqual(self.check(gamewire("steamid", "--json", "gid/[g:1:4]"), 0).object["account_id"], 4)
        error = self.check(gamewire("steamid", "--json", "groups/Valve"), 3, "resolve").object
        self.assertEqual((error["vanity"], error["url_type"]), ("Valve", 2))

    def test_the_table(self):
        result = self.check(gamewire("steamid", "STEAM_0:0:23071901", "[g:1:4]"), 0)
        self.assertRegex(result.out, r"(?m)^STEAM_0:0:23071901\n  steam64 +76561198006409530$")
        self.assertRegex(result.out, r"(?m)^  friend_code +SWUWA-B2BL$")
        self.assertRegex(result.out, r"(?m)^\[g:1:4\]$")

    def test_what_is_none_is_told_and_the_others_go_on(self):
        for bad in ("", "nonsense", "STEAM_0:2:1", "STEAM_0:0:2147483648", "[U:1:4294967296]", "18446744073709551616",
                    "SWUWA-B2BM", "BOT"):  # fmt: skip
            with self.subTest(bad):
                error = self.check(gamewire("steamid", "--json", bad), 2, "usage").object
                self.assertEqual(error["input"], bad)
        result = self.check(gamewire("steamid", "--json", "nonsense", "1"), 1)
        self.assertEqual(["error" in o for o in result.objects], [True, False])
        result = self.check(gamewire("steamid", "x\x1b[2J"), 2)
        self.assertEqual((result.out, result.err.count("\x1b")), ("", 0))

    def test_a_name_is_for_steam_to_look_up(self):
        for page, kind in (("id/someone", 1), ("groups/Valve", 2), ("games/TF2", 3)):
            error = self.check(gamewire("steamid", "--json", "https://steamcommunity.com/" + page), 3, "resolve").object
            self.assertEqual((error["vanity"], error["url_type"]), (page.split("/")[1], kind))

    def test_bytes_that_are_not_utf8(self):
        error = self.check(gamewire("steamid", "--json", "a\udcff"), 2, "usage").object
        self.assertEqual(error["input"], "a\ufffd")
        self.assertEqual(error["input_hex"], "61ff")
