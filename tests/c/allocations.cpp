/// Memory that is out is GW_LIMIT, and nothing is left behind.
#include "support/allocations.hpp"

#include <array>

#include <doctest/doctest.h>

#include "conversation.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

/// Makes the first allocation fail, then the second, and so on, until there are no more. Whatever was made the caller
/// gives back.
template <class Call>
void fail_each(Call call) {
  const std::int64_t before = allocations::live();
  std::size_t failures = 0;
  for (std::size_t i = 0; i < 1000; ++i) {
    bool failed = false;
    {
      const failing_allocations none(i);
      call();
      failed = failing_allocations::happened();
    }
    CHECK(allocations::live() == before);
    if (!failed) break;
    ++failures;
  }
  CHECK(failures > 0);
}

/// A machine without memory is none, or is over at once and says why.
void expect_limit(gw_code code, gw_machine* made) {
  const c_machine machine(made);
  CHECK((machine == nullptr) == (code != GW_OK));
  if (!failing_allocations::happened()) {
    CHECK(code == GW_OK);
  } else if (machine) {
    gw_event event;
    REQUIRE(gw_poll_event(made, &event));
    CHECK(event.type == GW_EVENT_CLOSED);
    CHECK(event.closed.error.code == GW_LIMIT);
  } else {
    CHECK(code == GW_LIMIT);
  }
}

void expect_limit(gw_code code, gw_hub* made) {
  const c_hub hub(made);
  CHECK((hub == nullptr) == (code != GW_OK));
  if (!failing_allocations::happened()) {
    CHECK(code == GW_OK);
  } else if (hub) {
    gw_hub_event event;
    REQUIRE(gw_hub_poll_event(made, &event));
    CHECK(event.what.closed.error.code == GW_LIMIT);
  } else {
    CHECK(code == GW_LIMIT);
  }
}

template <class Options>
void fails_to_make(gw_code (*make)(const Options*, gw_machine**) noexcept, const Options* options = nullptr) {
  fail_each([=] {
    gw_machine* made = nullptr;
    const gw_code code = make(options, &made);
    expect_limit(code, made);
  });
}

template <class Options>
void fails_to_make(gw_code (*make)(const Options*, gw_hub**) noexcept, const Options* options = nullptr) {
  fail_each([=] {
    gw_hub* made = nullptr;
    const gw_code code = make(options, &made);
    expect_limit(code, made);
  });
}

}  // namespace

TEST_SUITE_BEGIN("c allocations");

TEST_CASE("to make machines and hubs") {
  fails_to_make(gw_a2s_client_new);
  fails_to_make(gw_master_client_new);
  fails_to_make(gw_rcon_client_new);
  fails_to_make(gw_rcon_goldsource_client_new);
  fails_to_make(gw_rcon_battleye_client_new);
  fails_to_make(gw_rcon_responder_new);
  fails_to_make(gw_master_responder_new);
  auto responder = initialised(&gw_a2s_responder_options_init);
  responder.secret[0] = 1;
  fails_to_make(gw_a2s_responder_new, &responder);
  fail_each([] {
    gw_hub* made = nullptr;
    const gw_code code = gw_fleet_new(nullptr, nullptr, &made);
    expect_limit(code, made);
  });
  fail_each([] {
    gw_ban_list* made = nullptr;
    const gw_code code = gw_ban_list_new(1, 0, 16, &made);
    CHECK(code == (failing_allocations::happened() ? GW_LIMIT : GW_OK));
    gw_ban_list_free(made);
  });
#ifdef GAMEWIRE_ASF
  fails_to_make(gw_asf_client_new);
#endif
#ifdef GAMEWIRE_WEBAPI
  auto webapi = initialised(&gw_webapi_options_init);
  webapi.secure = false;
  fails_to_make(gw_webapi_client_new, &webapi);
#endif
#ifdef GAMEWIRE_ASTER
  auto aster = initialised(&gw_aster_options_init);
  aster.secure = false;
  aster.name = "bot";
  fails_to_make(gw_aster_client_new, &aster);
#endif
}

TEST_CASE("to take commands") {
  fail_each([] {
    gw_machine* made = nullptr;
    if (gw_rcon_client_new(nullptr, &made) != GW_OK) return;
    const c_machine machine(made);
    gw_event event;
    if (gw_poll_event(made, &event)) return;  // closed from the start
    const gw_code code = gw_rcon_execute(made, "a command that is long enough to need memory", nullptr);
    CHECK(code == (failing_allocations::happened() ? GW_LIMIT : GW_OK));
  });
}

TEST_CASE("to convert what is given, and to write texts") {
  const std::array players{gw_player{{"Ann", 3}, 5, 1.5F, 2}};
  std::array<char, 128> room{};
  std::size_t size = 0;
  fail_each([&] {
    const gw_code code = gw_encode_players(players.data(), players.size(), room.data(), room.size(), &size);
    CHECK(code == (failing_allocations::happened() ? GW_LIMIT : GW_OK));
  });
  const std::string_view long_text = "a text that does not fit into a string without memory";
  fail_each([&] {
    const std::size_t written = gw_printable({long_text.data(), long_text.size()}, room.data(), room.size());
    CHECK(written == (failing_allocations::happened() ? 0 : long_text.size()));
  });
}

TEST_CASE("to tell what happened takes none") {
  gw_machine* made = nullptr;
  REQUIRE(gw_a2s_client_new(nullptr, &made) == GW_OK);
  conversation client(made);
  CHECK(gw_a2s_request_info(client, nullptr) == GW_OK);
  (void)client.sent();
  const buffer answer = from_hex(
      "FF FF FF FF 49 11 \"Test\" 00 \"de_dust\" 00 \"cstrike\" 00 \"CS\" 00 F0 00 03 10 01 64 6C 00 01 "
      "\"1.0\" 00 00");
  const std::size_t before = allocations::count();
  gw_receive(client, answer.data(), answer.size(), client.now() + 1);
  gw_event event;
  CHECK(gw_poll_event(client, &event));
  CHECK_FALSE(gw_poll_event(client, &event));
  CHECK(allocations::count() == before);
}
