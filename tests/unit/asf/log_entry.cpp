#include <doctest/doctest.h>

#include <gamewire/asf/log_entry.hpp>

using namespace gamewire;
using asf::read_log_entry;

TEST_SUITE_BEGIN("asf log entry");

TEST_CASE("ASF's own layout is taken apart at its first four bars") {
  const auto entry = read_log_entry("2026-08-21 22:01:03|ArchiSteamFarm-1|WARN|main|a|b\nat c|d");
  CHECK(entry.parsed());
  CHECK(entry.time == "2026-08-21 22:01:03");
  CHECK(entry.process == "ArchiSteamFarm-1");
  CHECK(entry.level == asf::log_level::warn);
  CHECK(entry.logger == "main");
  CHECK(entry.message == "a|b\nat c|d");
}

TEST_CASE("levels, and one that nobody knows") {
  const auto level_of = [](const char* name) {
    return read_log_entry("2026-08-21 22:01:03|p|" + std::string(name) + "|l|m").level;
  };
  CHECK(level_of("TRACE") == asf::log_level::trace);
  CHECK(level_of("DEBUG") == asf::log_level::debug);
  CHECK(level_of("INFO") == asf::log_level::info);
  CHECK(level_of("ERROR") == asf::log_level::error);
  CHECK(level_of("FATAL") == asf::log_level::fatal);
  CHECK(level_of("info") == asf::log_level::unknown);
}

TEST_CASE("of any other layout there is what came") {
  for (const char* raw :
       {"", "|", "||||", "   at A.B()", "2026-08-21 22:01:03|p|INFO|l", "2026-08-21|p|INFO|l|m",
        "2026-08-21T22:01:03|p|INFO|l|m", "2026-08-21 22:01:0x|p|INFO|l|m",
        "2026-08-21 22:01:03.5|p|INFO|l|m", "2026-08-21 22:01:03|p|INFO\n|l|m"}) {
    CAPTURE(raw);
    const auto entry = read_log_entry(raw);
    CHECK(!entry.parsed());
    CHECK(entry.raw == raw);
    CHECK(entry.message.empty());
  }
}
