#include <ranges>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/rcon/cvarlist.hpp>

#include "support/exact_memory.hpp"
#include "support/hex.hpp"
#include "support/random_text.hpp"

using namespace gamewire;
using namespace gamewire::test;
using namespace std::string_view_literals;

static_assert(std::ranges::input_range<rcon::cvarlist_view>);
static_assert(std::ranges::forward_range<rcon::cvar_flags>);

namespace {

// As a server of Source 1 writes it.
constexpr std::string_view table =
    "cvar list\n"
    "--------------\n"
    "+attack                                  : cmd      :                  : \n"
    "_restart                                 : cmd      :                  : Shutdown and restart the "
    "engine.\n"
    "ai_disabled                              : 0        : , \"sv\", \"cheat\", \"rep\" : Turns on : and "
    "off\n"
    "hostname                                 : A : server : 1.2.3.4:27015 : , \"a\"            : Its name.\n"
    "sv_a_name_that_is_longer_than_forty_characters : 12345.678901 : , \"nf\"           : Long\n"
    "sv_empty                                 :          : , \"prot\"         :\n"
    "--------------\n"
    "  6 total convars/concommands\n";

std::vector<rcon::cvar> listed(std::string_view text) {
  return rcon::own(rcon::cvarlist_view(as_bytes(text))).list;
}

rcon::cvarlist_view::summary summary_of(std::string_view text) {
  return rcon::cvarlist_view(as_bytes(text)).summarize();
}

}  // namespace

TEST_CASE("a table is read line by line, whatever its columns hold") {
  const auto list = listed(table);
  REQUIRE(list.size() == 6);
  CHECK(list[0].name == "+attack");
  CHECK(list[0].command);
  CHECK(list[0].flags.empty());
  CHECK(list[0].help.empty());
  CHECK(list[1].help == "Shutdown and restart the engine.");
  CHECK(list[2].value == "0");
  CHECK_FALSE(list[2].command);
  CHECK(list[2].flags == std::vector<std::string>{"sv", "cheat", "rep"});
  CHECK(list[2].help == "Turns on : and off");
  CHECK(list[3].value == "A : server : 1.2.3.4:27015");
  CHECK(list[3].flags == std::vector<std::string>{"a"});
  CHECK(list[4].name == "sv_a_name_that_is_longer_than_forty_characters");
  CHECK(list[4].value == "12345.678901");
  CHECK(list[5].value.empty());
  CHECK(list[5].flags == std::vector<std::string>{"prot"});
}

TEST_CASE("the foot tells whether the list is whole") {
  const auto found = summary_of(table);
  CHECK(found.complete == 6);
  CHECK(found.declared == 6);
  CHECK(found.unread_lines == 0);
  CHECK_FALSE(found.partial());
  CHECK(summary_of(table.substr(0, table.size() - 45)).partial());
  CHECK(summary_of("  1 convars/concommands for [sv_]\n").declared == 1);
  CHECK(summary_of("  1 convars/concommands for [sv_]\n").partial());
  CHECK_FALSE(summary_of("  0 total convars/concommands").partial());
  CHECK_FALSE(summary_of("99999999999 total convars/concommands").declared);
  CHECK(summary_of("").partial());
}

TEST_CASE("lines of others between those of the table are passed over") {
  const auto found = summary_of("a player says : hello : there\n\n name : 1 : 2\nUnknown command\n");
  CHECK(found.complete == 0);
  CHECK(found.unread_lines == 3);
}

TEST_CASE("dumps with carriage returns, and without the blanks at the ends of lines") {
  std::string crlf(table);
  for (std::size_t at = 0; (at = crlf.find('\n', at)) != crlf.npos; at += 2) crlf.insert(at, 1, '\r');
  CHECK(summary_of(crlf).complete == 6);
  CHECK(summary_of(crlf).unread_lines == 0);
  CHECK_FALSE(summary_of(crlf).partial());
  CHECK(listed(crlf)[0].help.empty());
  CHECK(listed(crlf)[3].help == "Its name.");

  const auto bare =
      rcon::decode_cvar("+attack                                  : cmd      :                  :");
  REQUIRE(bare);
  CHECK(bare->command());
}

TEST_CASE("the summary counts what a walk finds") {
  const std::string_view line =
      "a : 1 : , \"sv\" :\r\r\n";  // one carriage return belongs to the end of a line
  CHECK(rcon::own(rcon::cvarlist_view(as_bytes(line))).list.empty());
  CHECK(rcon::cvarlist_view(as_bytes(line)).summarize().complete == 0);
  CHECK(rcon::cvarlist_view(as_bytes(line)).summarize().unread_lines == 1);
}

TEST_CASE("a line cut before its help is none") {
  constexpr auto line = "ai_disabled                              : 0        : , \"sv\", \"cheat\" : Turns"sv;
  for (std::size_t size = 0; size <= line.size(); ++size) {
    CAPTURE(size);
    const auto cvar = rcon::decode_cvar(line.substr(0, size));
    REQUIRE(cvar.has_value() == (size >= line.size() - 6));
    if (cvar) CHECK(cvar->flags.contains("cheat"));
  }
}

TEST_CASE("flags are a set of words") {
  const rcon::cvar_flags flags(", \"a\", \"sv\", \"\"   ");
  CHECK(flags.contains("sv"));
  CHECK(flags.contains(""));
  CHECK_FALSE(flags.contains("s"));
  CHECK(std::ranges::distance(flags) == 3);
  CHECK(std::ranges::distance(rcon::cvar_flags(", \"a\", \"open")) == 1);
  CHECK(std::ranges::distance(rcon::cvar_flags()) == 0);
}

TEST_CASE("GoldSource's table, of the engine and of ReHLDS") {
  constexpr std::string_view lines =
      "CVar List\n"
      "--------------\n"
      "sv_gravity      :      800, sv\n"
      "_cl_autowepswitch :        1, a, i\n"
      "sys_ticrate     :  100.250\r\n"
      "hostname                     :  A : server, yes, a, sv\n"
      "sv_contact                   :                 \n"
      "L 11/26/2026 - a line of the log\n"
      "--------------\n"
      "  5 Total CVars\n"
      "CvarList ? for syntax\n";
  const auto list = listed(lines);
  REQUIRE(list.size() == 5);
  CHECK(list[0].name == "sv_gravity");
  CHECK(list[0].value == "800");
  CHECK(list[0].flags == std::vector<std::string>{"sv"});
  CHECK(list[1].name == "_cl_autowepswitch");
  CHECK(list[1].flags == std::vector<std::string>{"a", "i"});
  CHECK(list[2].value == "100.250");
  CHECK(list[2].flags.empty());
  CHECK(list[3].value == "A : server, yes");
  CHECK(list[3].flags == std::vector<std::string>{"a", "sv"});
  CHECK(list[4].name == "sv_contact");
  CHECK(list[4].value.empty());
  for (const rcon::cvar& each : list) CHECK((each.help.empty() && !each.command));

  const auto summary = summary_of(lines);
  CHECK(summary.complete == 5);
  CHECK(summary.declared == 5);
  CHECK(summary.unread_lines == 1);
  CHECK_FALSE(summary.partial());
  CHECK(summary_of(lines.substr(0, 200)).partial());
  CHECK(summary_of("CVar List\n--------------\n  0 CVars for [x]\n").declared == 0);
}

TEST_CASE("a written table is the one that was read") {
  std::string text(rcon::cvarlist_head);
  std::array<std::byte, 512> out;
  for (const rcon::cvar_view& cvar : rcon::cvarlist_view(as_bytes(table)))
    text += as_text(rcon::encode_cvar(cvar, out).value());
  text += as_text(rcon::encode_cvarlist_foot(6, out).value());
  std::string expected(table);
  expected.insert(expected.find(":\n") + 1, " ");  // the one blank that was left out
  CHECK(text == expected);
}

TEST_CASE("any line that was written is read back") {
  split_mix random(7);
  std::array<std::byte, 512> out;
  for (int i = 0; i < 3000; ++i) {
    std::string name, value = random_text(random, 30), help = random_text(random, 60);
    for (std::uint64_t k = random.below(60) + 1; k > 0; --k) name += "a_+Z:9"[random.below(6)];
    std::erase_if(value, [](char c) { return c == '\n' || c == '\r' || c == '\0'; });
    value += 'x';
    help += 'x';
    std::string flags;
    for (std::uint64_t k = random.below(4); k > 0; --k) flags += ", \"sv\"";
    const auto line = rcon::encode_cvar({name, value, rcon::cvar_flags(flags), help}, out);
    REQUIRE(line);
    const exact_memory whole(line->first(line->size() - 1));
    const auto again = rcon::decode_cvar(as_text(whole.view()));
    REQUIRE(again);
    CHECK(again->name == name);
    CHECK(again->value == value);
    CHECK(again->flags.column() == flags);
    CHECK(again->help.size() == help.size());
  }
}

TEST_CASE("what cannot be written is the caller's mistake") {
  std::array<std::byte, 256> out;
  const auto error = [&](const rcon::cvar_view& cvar) { return rcon::encode_cvar(cvar, out).error(); };
  CHECK(error({"", "1", {}, ""}) == errc::invalid_argument);
  CHECK(error({"a b", "1", {}, ""}) == errc::invalid_argument);
  CHECK(error({"a", "1\n", {}, ""}) == errc::invalid_argument);
  CHECK(error({"a", "1\0"sv, {}, ""}) == errc::invalid_argument);
  CHECK(error({"a", "1", rcon::cvar_flags("sv"), ""}) == errc::invalid_argument);
  CHECK(error({"a", "1", rcon::cvar_flags(", \"s\n\""), ""}) == errc::invalid_argument);
  const auto line = rcon::encode_cvar({"a", "1", {}, "two\n\tlines"}, out).value();
  CHECK(as_text(line).ends_with(" : two  lines\n"));
  const rcon::cvar_view cvar{"a", "1", {}, "h"};
  CHECK(count_no_room(75, [&](auto small) { return rcon::encode_cvar(cvar, small); }) == 75);
}
