/// Everything that others do may come between any request and its answer: each is told as it is, in the order in which
/// it came, and the answer is still that of the request.
#include <doctest/doctest.h>

#include "support/aster_script.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

struct event_case {
  std::string_view command;
  std::string packet;
  std::string headline;
};

const event_case events[] = {
    {"content",
     R"({"author_uuid":1,"channel_uuid":7,"command":"content","content":"hi","date":1,"edited":false,"reply":null,"status":200,"uuid":901})",
     "posted 901 in 7 by 1: hi"},
    {"message_edited", R"({"command":"message_edited","message":901,"new_content":"ho","status":200})",
     "edited 901: ho"},
    {"message_deleted", R"({"command":"message_deleted","message":901,"status":200})", "deleted 901"},
    {"get_metadata", R"({"command":"get_metadata","data":[{"name":"u","uuid":1}],"status":200})",
     "users 1 u"},
    {"online", R"({"command":"online","data":[1],"status":200})", "online 1"},
    {"list_channels", R"({"command":"list_channels","data":[{"name":"c","uuid":7}],"status":200})",
     "channels 7 c"},
    {"list_groups", R"({"command":"list_groups","data":[{"name":"g","uuid":5}],"status":200})", "groups 5 g"},
};

/// What the answer of a command has is the same to all but those four, which have a list.
std::string answer_to(const aster::command_row& row, int number) {
  const std::string data = row.is(aster::traits::ambiguous)
                               ? "[{\"uuid\":" + std::to_string(number) + "},{\"uuid\":1}]"
                               : std::to_string(number);
  return R"({"command":")" + std::string(row.name) + R"(","data":)" + data + R"(,"status":200})";
}

const std::string pong = R"({"command":"ping","status":200})";

/// All of them but those that are named as the answer, which is another matter.
aster_script&& hears_all(aster_script&& on, const aster::command_row& row) {
  for (const event_case& one : events)
    if (one.command != row.name) (void)std::move(on).receives(line(one.packet)).event(one.headline);
  return std::move(on);
}

}  // namespace

TEST_SUITE_BEGIN("aster client orders");

TEST_CASE("each event, before and between the answers to two requests of each command, and behind them") {
  for (const aster::command_row& row : aster::command_table) {
    if (row.which == aster::command::other) continue;
    CAPTURE(row.name);
    const std::string request = R"({"command":")" + std::string(row.name) + "\"}";
    const bool fenced = row.is(aster::traits::ambiguous);
    aster_script script = aster_logged_in(aster_script(aster_options));
    for (int count = 0; count != 2; ++count) {
      (void)std::move(script).asks(asking(aster::call{request}));
      (void)std::move(script).sends(line(request) + (fenced ? line(R"({"command":"ping"})") : ""));
    }
    for (const int number : {1, 2}) {
      const std::string answer = answer_to(row, number);
      const std::string told = "answer " + std::to_string(number) + ": " + answer;
      (void)hears_all(std::move(script), row);
      (void)std::move(script).receives(line(answer));
      if (!fenced || row.which == aster::command::get_metadata) (void)std::move(script).event(told);
      if (!fenced) continue;
      // What comes between the answer and that to its ping is an event as well; the answer is told behind it.
      (void)hears_all(std::move(script), row);
      (void)std::move(script).receives(line(pong));
      if (row.which != aster::command::get_metadata) (void)std::move(script).event(told);
    }
    hears_all(std::move(script), row).check();
  }
}

TEST_CASE("each event while it logs in, and while nothing is asked") {
  aster_script script = aster_script(aster_options).deaf(false).sends(aster_login);
  const aster::command_row& none = aster::row(aster::command::other);
  (void)hears_all(std::move(script), none);
  (void)std::move(script).receives(line(aster_banner));
  (void)hears_all(std::move(script), none);
  (void)std::move(script).receives(line(R"({"command":"login","status":200,"uuid":111})"));
  (void)std::move(script).event("ready 111, 1.0.0");
  hears_all(std::move(script), none).check();
}

TEST_CASE("each status, to each command") {
  const std::pair<int, std::string> statuses[] = {{400, "the server does not take the request"},
                                                  {401, "not logged in"},
                                                  {403, "not permitted"},
                                                  {404, "no such thing on the server"},
                                                  {405, "not possible in this state"},
                                                  {409, "the name is taken"},
                                                  {500, "the server failed"},
                                                  {0, "an unexpected status"},
                                                  {-200, "an unexpected status"},
                                                  {201, "an unexpected status"},
                                                  {2147483647, "an unexpected status"}};
  for (const aster::command_row& row : aster::command_table) {
    if (row.which == aster::command::other) continue;
    CAPTURE(row.name);
    const std::string name(row.name);
    const std::string request = R"({"command":")" + name + "\"}";
    const bool fenced = row.is(aster::traits::ambiguous);
    aster_script script = aster_logged_in(aster_script(aster_options));
    int number = 0;
    for (const auto& [status, why] : statuses) {
      const std::string answer = R"({"command":")" + name + R"(","status":)" + std::to_string(status) + '}';
      (void)std::move(script).asks(asking(aster::call{request}));
      (void)std::move(script).sends(line(request) + (fenced ? line(R"({"command":"ping"})") : ""));
      (void)std::move(script).receives(line(answer));
      (void)std::move(script).event("failed " + std::to_string(++number) + ": " + why + " (" + answer + ')');
      if (fenced) (void)std::move(script).receives(line(pong));
    }
    std::move(script).check();
  }
}

TEST_SUITE_END();
