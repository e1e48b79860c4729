/// What a program puts into an aster::community, and what of it is refused.
#include <utility>

#include <doctest/doctest.h>

#include "responder_harness.hpp"

using namespace gamewire;
using namespace gamewire::test;

TEST_SUITE_BEGIN("aster community");

TEST_CASE("what has no name, or the name of another, or is one too many, is not added") {
  aster::community subject(
      {.max_users = 1, .max_channels = 1, .max_groups = 1, .max_emoji = 1, .max_text = 100});
  for (const char* blank : {"", " ", "\t\r\n"}) {
    CHECK(!subject.add_user(blank, "pw"));
    CHECK(!subject.add_channel(blank));
    CHECK(!subject.add_emoji(blank, as_bytes("PNG")));
    CHECK(!subject.add_group(blank, {}));
  }
  const auto ann = subject.add_user("ann", "pw");
  const auto general = subject.add_channel("general");
  const auto cat = subject.add_emoji("cat", as_bytes("PNG"));
  const auto friends = subject.add_group("friends", {});
  CHECK((ann && general && cat && friends));
  CHECK(!subject.add_user("bob", "pw"));
  CHECK(!subject.add_channel("second"));
  CHECK(!subject.add_emoji("dog", as_bytes("PNG")));
  CHECK(!subject.add_group("others", {}));

  CHECK(subject.add_to_group(*ann, *friends));
  CHECK(!subject.add_to_group(*ann, *general));
  CHECK(!subject.add_to_group(*general, *friends));
  CHECK(subject.post(*ann, *general, "hi", {}));
  CHECK(!subject.post(*general, *general, "hi", {}));
  CHECK(!subject.post(*ann, *ann, "hi", {}));
  CHECK(!subject.post(*ann, *general, " \n", {}));
}

TEST_CASE("two users have two names") {
  aster::community subject;
  CHECK(subject.add_user("ann", "pw"));
  CHECK(!subject.add_user("ann", "other"));
  CHECK(subject.add_user("Ann", "pw"));
}

TEST_CASE("it can be moved before it has responders") {
  aster::community first({.name = "first"});
  CHECK(first.add_user("ann", "pw"));
  aster::community second({.name = "second"});
  aster::community moved(std::move(first));
  second = std::move(moved);
  aster_talk on(second);
  CHECK(on.says(aster_command("get_name")).ends_with("\"data\":\"first\",\"status\":200}\n"));
  CHECK(on.says(aster_command("login", R"("uname":"ann","passwd":"pw")"))
            .find(R"({"command":"login","status":200,"uuid":)") != std::string::npos);
}

TEST_CASE("messages are dated from the epoch that was given, up to 2038") {
  const auto date_at = [](std::int64_t epoch, time_point now) {
    aster::community subject({.epoch = epoch});
    const auto ann = subject.add_user("ann", "pw");
    const auto general = subject.add_channel("general");
    aster_talk on(subject);
    (void)on.says(aster_command("login", R"("uname":"ann","passwd":"pw")"));
    CHECK(subject.post(*ann, *general, "hi", now));
    const std::string said = on.hears();
    const std::size_t from = said.find("\"date\":") + 7;
    return said.substr(from, said.find(',', from) - from);
  };
  CHECK(date_at(1'700'000'000, time_point(std::chrono::milliseconds(2999))) == "1700000002");
  CHECK(date_at(2'147'483'640, time_point(std::chrono::hours(1))) == "2147483647");
}

TEST_SUITE_END();
