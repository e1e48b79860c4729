/// What aster::responder and its community are when an allocation fails: the connection ends, and nothing is lost or
/// half made.
#include <algorithm>
#include <new>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "responder_harness.hpp"
#include "support/allocations.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

const std::string word(40, 'w');  // longer than what a string has room for in itself
const std::string name(40, 'n');

/// Says the lines while the allocations from the `n`th on fail, as many as `times`. False when none did.
bool starved(aster_talk& on, const std::string& lines, std::size_t n, std::size_t times) {
  std::error_code why;
  bool failed = false;
  {
    const failing_allocations starve(n, times);
    on.server.receive(as_bytes(lines), {});
    for (bytes out = on.server.poll_transmit({}); !out.empty(); out = on.server.poll_transmit({}))
      on.server.transmitted(out.size(), {});
    while (const auto event = on.server.poll_event())
      if (const auto* end = std::get_if<closed>(&*event)) why = end->error;
    failed = failing_allocations::happened();
  }
  CHECK((!why || why == errc::no_memory));
  return failed;
}

/// For every allocation that a fresh community's first lines make: `check` gets what is left.
template <class Check>
void starve_each(const std::string& lines, Check check) {
  for (const std::size_t times : {std::size_t{1}, std::size_t{1} << 30}) {
    bool failed = true;
    for (std::size_t n = 0; failed; ++n) {
      REQUIRE(n < 1000);
      aster::community community;
      const auto bot = community.add_user("bot", "pw");
      (void)community.add_user("witness", "pw");
      const auto admins = community.add_group("admins", everything_allowed);
      CHECK(community.add_to_group(*bot, *admins));
      for (const char* letter : {"a", "b", "c"}) (void)community.add_channel(std::string(40, *letter));
      {
        aster_talk on(community);
        failed = starved(on, lines, n, times);
      }
      aster_talk after(community);
      check(after);
    }
  }
}

const std::string login = aster_command("login", R"("uname":"bot","passwd":"pw")");

}  // namespace

TEST_SUITE_BEGIN("aster responder allocations");

TEST_CASE("who could not be registered is not, and no password but their own lets them in") {
  const std::string fields = "\"uname\":\"" + name + "\",\"passwd\":";
  starve_each(aster_command("register", fields + '"' + word + '"'), [&](aster_talk& after) {
    const std::string without = after.says(aster_command("login", fields + "\"\""));
    CHECK((without.ends_with(aster_status("login", 404)) || without.ends_with(aster_status("login", 403))));
    const std::string with = after.says(aster_command("login", fields + '"' + word + '"'));
    CHECK((without.ends_with(aster_status("login", 404))
               ? with.ends_with(aster_status("login", 404))
               : with.find(R"("status":200,"uuid":)") != with.npos));
    CHECK(after.says(aster_command("get_user", "\"uuid\":0")).ends_with(aster_status("get_user", 404)));
    const std::string all = after.says(aster_command("get_metadata"));
    CHECK(all.find(R"("name":"")") == all.npos);
    CHECK(all.find(R"("pfp":"")") == all.npos);
  });
}

TEST_CASE("a channel that is moved in vain stays") {
  aster::community like;
  std::vector<std::string> ids;
  for (const char* user : {"bot", "witness"}) (void)like.add_user(user, "pw");
  (void)like.add_group("admins", everything_allowed);
  for (int i = 0; i < 3; ++i) ids.push_back(std::to_string(*like.add_channel("x")));  // the seed is the same
  starve_each(login + aster_command("update_channel", "\"position\":2,\"uuid\":" + ids[0]),
              [&](aster_talk& after) {
                (void)after.says(login);
                const std::string all = after.says(aster_command("list_channels"));
                for (const char letter : {'a', 'b', 'c'})
                  CHECK_MESSAGE(all.find('"' + std::string(40, letter) + '"') != all.npos, all);
                for (const std::string& id : ids) CHECK(all.find(id) != all.npos);
              });
}

TEST_CASE("whatever fails, who was there is gone, and the others are answered as before") {
  const std::string lines = login + aster_command("nick", "\"nick\":\"" + name + '"') +
                            aster_command("create_channel", R"("permissions":{},"name":")" + name + '"') +
                            aster_command("sync_set", R"("pfp":"","uname":")" + name + '"') +
                            aster_command("change_password", "\"new_password\":\"pw\"");
  starve_each(lines, [&](aster_talk& after) {
    CHECK(after.says(aster_command("ping")).ends_with(aster_status("ping", 200)));
    CHECK(after.ended.empty());
    const std::string said = after.says(aster_command("login", R"("uname":"witness","passwd":"pw")"));
    const std::string witness = said.substr(said.rfind(':') + 1, said.rfind('}') - said.rfind(':') - 1);
    CHECK(said.find(R"("command":"online","data":[)" + witness + ']') != said.npos);
  });
}

TEST_CASE("news that could not be kept take no room from those that can") {
  aster::community community({.max_messages = 2, .max_news = 2000});
  const auto bot = community.add_user("bot", "pw");
  const auto channel = community.add_channel("general");
  aster_talk on(community);
  (void)on.says(aster_command("login", R"("uname":"bot","passwd":"pw")"));
  std::size_t lost = 0;
  for (std::size_t n = 0; n < 2000; ++n) {
    try {
      const failing_allocations starve(n % 10);
      (void)community.post(*bot, *channel, "a text of some length, and not one that is short", {});
    } catch (const std::bad_alloc&) {
      ++lost;
    }
    (void)on.hears();
  }
  CHECK(lost > 100);
  for (const char* text : {"one", "two", "three"}) CHECK(community.post(*bot, *channel, text, {}));
  CHECK(std::ranges::count(on.hears(), '\n') == 3);
  CHECK(on.ended.empty());
}

TEST_SUITE_END();
