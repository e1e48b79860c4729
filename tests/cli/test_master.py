import ipaddress
import shlex
import shutil
import signal
import tempfile

from support import *

PAGE = WHOLE + b"f\n"
END = b"\0" * 6
QUICK = ("--timeout", 0.2, "--retries", 1)


def packed(*addresses):
    return b"".join(
        ipaddress.ip_address(host).packed + struct.pack(">H", int(port))
        for host, port in (address.split(":") for address in addresses)
    )


def numbered(*numbers):
    return [f"10.0.0.{n}:27015" for n in numbers]


def paging(*pages):
    """A `reply` that gives page after page, to whoever asks from the right address."""
    after = ["0.0.0.0:0", *(page[-1] for page in pages)]

    def reply(request, _):
        seed = request[2:].split(b"\0")[0].decode()
        page = after.index(seed)
        return [PAGE + packed(*pages[page])] if page < len(pages) else [PAGE + END]

    return reply


@through_every_transport
class Master(TestCase):
    def test_every_address_of_every_page_once(self):
        with Scripted(paging(numbered(1, 2, 2), numbered(3, 1, 4), numbered(5))) as server:
            result = self.check(gamewire("master", server.address, *QUICK), 0)
        self.assertEqual(result.out.splitlines(), numbered(1, 2, 3, 4, 5))
        self.assertEqual(result.err, "")
        self.assertEqual(
            [request for request in server.requests],
            [b"1\xff" + seed.encode() + b"\0\0" for seed in ("0.0.0.0:0", *numbered(2, 4, 5))],
        )

    def test_regions_and_filters_as_they_are_sent(self):
        with Scripted(lambda *_: [PAGE + END]) as server:
            options = ["--region", "europe", "NA", "--region", "eu", "--filter", "gamedir=tf", "secure=1"]
            options += ["--nor", "map=a", "--nor", "map=b=c", "password=1", "--nand", "full=1", "--filter", "white=1"]
            self.check(gamewire("master", server.address, *options, *QUICK), 0)
        chosen = rb"\gamedir\tf\secure\1\white\1\nor\3\map\a\map\b=c\password\1\nand\1\full\1"
        asked = []  # of pages like the one before, a client may ask twice
        for request in server.requests:
            if request not in asked:
                asked.append(request)
        self.assertEqual(asked, [b"1" + bytes([region]) + b"0.0.0.0:0\0" + chosen + b"\0" for region in (3, 0, 1)])

    def test_the_host_may_stand_behind_options_that_take_several_values(self):
        with Scripted(lambda *_: [PAGE + END]) as server:
            self.check(gamewire("master", "--region", "eu", server.address, *QUICK), 0)
            self.check(gamewire("master", "--filter", "gamedir=tf", server.address, *QUICK), 0)
        self.assertEqual(len(server.requests), 2)

    def test_json_has_an_object_for_each(self):
        with Scripted(paging(numbered(1), numbered(2))) as server:
            result = self.check(gamewire("master", "--json", server.address, "--region", "eu", *QUICK), 0)
        self.assertEqual(
            result.objects,
            [{"kind": "server", "address": each, "region": "europe"} for each in numbered(1, 2)],
        )

    def test_misuse_is_told_with_what_was_given(self):
        told = self.check(gamewire("master", "--json", "127.0.0.1:99999"), 2, "usage").object
        self.assertEqual(told["address"], "127.0.0.1:99999")
        for option in ("--filter", "--nor"):
            long = ("master", "--json", "127.0.0.1:1", option, "map=" + "x" * 186)
            told = self.check(gamewire(*long), 2, "usage").object
            self.assertIn("190 bytes", told["error"]["message"])

    def test_what_has_no_port_is_left_out(self):
        with Scripted(paging(["10.0.0.9:0", *numbered(1)])) as server:
            result = self.check(gamewire("master", server.address, *QUICK), 0)
        self.assertEqual(result.out.splitlines(), numbered(1))

    def test_no_more_than_the_limit(self):
        with Scripted(paging(numbered(1, 2), numbered(3, 4))) as server:
            result = self.check(gamewire("master", server.address, "--limit", 3, *QUICK), 0)
        self.assertEqual(result.out.splitlines(), numbered(1, 2, 3))
        self.assertEqual(len(server.requests), 2)

    def test_a_lost_page_is_asked_for_again(self):
        pages = paging(numbered(1), numbered(2))
        with Scripted(lambda request, number: pages(request, number) if number % 2 == 0 else None) as server:
            result = self.check(gamewire("master", server.address, *QUICK), 0)
        self.assertEqual(result.out.splitlines(), numbered(1, 2))
        self.assertEqual(len(server.requests), 6)

    def test_a_list_cut_short_is_printed_as_far_as_it_came(self):
        pages = paging(numbered(1, 2), numbered(3))
        with Scripted(lambda request, number: pages(request, number) if number == 1 else None) as server:
            result = self.check(gamewire("master", server.address, *QUICK), 1)
            self.assertEqual(result.out.splitlines(), numbered(1, 2))
            self.assertIn("cut short, with 2 servers", result.err)
        with Scripted(lambda request, number: pages(request, number) if number == 1 else None) as server:
            result = self.check(gamewire("master", "--json", server.address, *QUICK), 1)
        self.assertEqual([each["address"] for each in result.objects[:-1]], numbered(1, 2))
        end = result.objects[-1]
        self.assertEqual((end["address"], end["servers"], end["region"]), (server.address, 2, "world"))
        self.assertEqual((end["last"], end["error"]["code"]), ("10.0.0.2:27015", "timeout"))

    def regions(self, told, *names):
        """Lists these regions of a master that has so many pages for each, by its number, and is silent then."""

        def reply(request, _):
            pages = told[request[1]]
            return paging(*pages)(request, 0) if pages is not None and not request[2:].startswith(b"10.0.0.9:") else None

        options = [word for name in names for word in ("--region", name)]
        with Scripted(reply) as server:
            return gamewire("master", "--json", server.address, *options, *QUICK)

    def test_a_silent_region_is_not_the_end_of_the_others(self):
        told = {3: None, 0: [numbered(1, 2)], 4: [numbered(2, 9)], 5: [numbered(2, 3)]}
        for names, silent in (
            (("europe", "us-east", "australia"), "europe"), (("us-east", "europe", "australia"), "europe"),
            (("us-east", "asia", "australia"), "asia"), (("us-east", "australia", "europe"), "europe"),
            (("europe", "us-east", "asia", "australia"), "europe"),
        ):  # fmt: skip
            with self.subTest(names):
                *listed, end = self.check(self.regions(told, *names), 1).objects
                want = numbered(1, 2, 9, 3) if "asia" in names else numbered(1, 2, 3)
                self.assertEqual([each["address"] for each in listed], want)
                self.assertEqual((end["region"], end["servers"], end["error"]["code"]), (silent, len(want), "timeout"))
        self.check(self.regions({3: None, 0: None}, "europe", "us-east"), 4, "timeout")

    def test_a_page_without_any_address_is_no_end(self):
        for pages, code in (((), 6), ((numbered(1),), 1)):
            listed = paging(*pages)
            with Scripted(lambda request, number: listed(request, number) if number <= len(pages) else [PAGE]) as server:
                result = self.check(gamewire("master", "--json", server.address, *QUICK), code)
            self.assertEqual(result.objects[-1]["error"]["code"], "protocol")
            self.assertEqual(result.objects[-1]["servers"], len(pages))

    def test_silence_a_closed_port_nonsense_and_no_such_name(self):
        with Scripted(lambda *_: None) as server:
            self.check(gamewire("master", "--json", server.address, *SHORT), 4, "timeout")
        self.check(gamewire("master", "--json", f"127.0.0.1:{unused_port()}", *SHORT), 3, "refused")
        with Scripted(lambda *_: [info()]) as server:
            self.check(gamewire("master", "--json", server.address, *SHORT), 6, "protocol")
        self.check(gamewire("master", "--json", "no-such-name.invalid", *SHORT), 3, "resolve")

    def test_of_a_name_the_next_address_is_tried_after_silence(self):
        with Scripted(paging(numbered(1)), "127.0.0.3") as server, tempfile.NamedTemporaryFile("w") as hosts:
            hosts.write("127.0.0.2 masters.test\n127.0.0.3 masters.test\n")
            hosts.flush()
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
                silent.bind(("127.0.0.2", server.port))
                listed = self.with_hosts(hosts.name, f"masters.test:{server.port}")
                server.reply = lambda *_: None
                failed = self.with_hosts(hosts.name, "--json", f"masters.test:{server.port}")
            refused = self.with_hosts(hosts.name, "--json", f"masters.test:{unused_port()}")
        self.assertEqual(self.check(listed, 0).out.splitlines(), numbered(1))
        self.assertEqual(self.check(failed, 4, "timeout").object["resolved"], server.address)
        self.check(refused, 3, "refused")

    def with_hosts(self, hosts, *arguments):
        """In a mount namespace of its own, where names stand for what that file says."""
        command = " ".join(map(shlex.quote, command_line(("master", *arguments, *SHORT))))
        script = f"mount --bind {hosts} /etc/hosts 2>/dev/null || exit 99; exec {command}"
        if shutil.which("unshare") is None:
            self.skipTest("no unshare here")
        ran = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, timeout=30)
        if ran.returncode == 99 or ran.stderr.startswith(b"unshare"):
            self.skipTest("no mount namespaces here")
        return Result(ran)

    def test_the_deadline_is_that_of_the_whole_list(self):
        pages = paging(*([address] for address in numbered(*range(1, 200))))
        with Scripted(pages) as server:
            result = gamewire("master", server.address, "--rate", 60, "--deadline", 0.5)
            self.check(result, 1)
        self.assertLess(len(server.requests), 60)

    def test_the_rate_of_requests_can_be_limited(self):
        with Scripted(paging(numbered(1), numbered(2))) as server:
            self.check(gamewire("master", server.address, "--rate", 2, "--deadline", 0.5), 1)
        self.assertEqual(len(server.requests), 1)

    def test_ctrl_c_ends_it(self):
        with Scripted(paging(numbered(1))) as server:
            process = start("master", server.address, "--rate", 1)
            self.assertEqual(process.stdout.readline(), "10.0.0.1:27015\n")
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=10)
            self.assertEqual(process.returncode, 130)

    def test_mistakes_are_told_and_nothing_is_sent(self):
        with Scripted(lambda *_: [PAGE + END]) as server:
            for wrong in (
                ("--region", "mars"),
                ("--region", ""),
                ("--filter", "gamedir"),
                ("--filter", "=tf"),
                ("--filter", "gamedir="),
                ("--filter", "a\\b=c"),
                ("--filter", "a=b\\c"),
                ("--filter", "a=b\n"),
                ("--nor", "nor=1"),
                ("--filter", "a=" + "x" * 190),
                ("--limit", "-1"),
            ):
                with self.subTest(wrong):
                    result = self.check(gamewire("master", server.address, *wrong, *SHORT), 2)
                    self.assertEqual(result.out, "")
            self.check(gamewire("master", "127.0.0.1:0"), 2)
        self.assertEqual(server.requests, [])

    def test_valves_silence_is_no_secret(self):
        self.assertIn("silent since October 2025", gamewire("master", "--help").out)


class ServeMaster(TestCase):
    def served(self, *options):
        served = Served("--master", *options)
        return served, json.loads(served.ready.removeprefix("ready "))

    def test_it_lists_the_server_that_is_played(self):
        served, ready = self.served()
        with served:
            result = self.check(gamewire("master", ready["master"]), 0)
        self.assertEqual(result.out.splitlines(), [ready["a2s"]])

    def test_what_it_lists_can_be_scanned(self):
        served, ready = self.served("--servers", 500, "--loss", 10)
        with served:
            listed = self.check(gamewire("master", ready["master"], "--timeout", 0.3, "--retries", 9), 0)
            result = self.check(gamewire("scan", "-", "--json", "--retries", 9, stdin=listed.out.encode()), 0)
        names = {each["name"] for each in result.objects}
        self.assertEqual(len(names), 500)

    def test_filters_are_judged(self):
        served, ready = self.served("--servers", 40)
        with served:
            get = lambda *options: self.check(gamewire("master", ready["master"], *options), 0).out.splitlines()
            everything = get()
            chosen = get("--filter", "map=playground")
            others = get("--nor", "map=playground")
            self.assertEqual(get("--filter", "map=nowhere"), [])
            self.assertEqual(get("--filter", "gamedir=playground", "dedicated=1", "--region", "asia"), everything)
        self.assertTrue(chosen and others)
        self.assertEqual(sorted(chosen + others), sorted(everything))

    def test_who_has_no_v4_address_cannot_be_listed(self):
        result = gamewire("serve", "--port", 0, "--bind", "::1", "--master")
        self.assertEqual(result.code, 2, result.err)
        self.assertIn("IPv4", result.err)
