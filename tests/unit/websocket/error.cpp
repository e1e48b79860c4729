/// What the codes of a Close frame, and the statuses of an answer that is no handshake, are called and fall under.
#include <ostream>
#include <string>

#include <doctest/doctest.h>

#include <gamewire/websocket/error.hpp>

using namespace gamewire;

namespace {

std::error_code numbered(int value) { return {value, websocket::category()}; }

}  // namespace

TEST_SUITE_BEGIN("websocket error");

TEST_CASE("the codes by which a peer closes") {
  struct row {
    int code;
    condition kind;
    std::string_view words;
  };
  for (const auto& [code, kind, words] : {row{1000, condition::closed, " normal closure"},
                                          {1001, condition::closed, " going away"},
                                          {1002, condition::protocol, " protocol error"},
                                          {1003, condition::protocol, " unsupported data"},
                                          {1005, condition::closed, ""},
                                          {1007, condition::protocol, " invalid payload"},
                                          {1008, condition::refused, " policy violation"},
                                          {1009, condition::protocol, " message too big"},
                                          {1010, condition::protocol, " extension required"},
                                          {1011, condition::server, " internal error"},
                                          {1012, condition::closed, " service restart"},
                                          {1013, condition::closed, " try again later"},
                                          {1014, condition::server, " bad gateway"},
                                          {3000, condition::auth, " unauthorized"},
                                          {3003, condition::auth, " forbidden"},
                                          {3008, condition::timeout, " timeout"},
                                          {4999, condition::closed, ""}}) {
    CHECK(numbered(code).message() == "the peer closed: " + std::to_string(code) + std::string(words));
    CHECK(numbered(code).default_error_condition() == kind);
  }
}

TEST_CASE("the statuses by which a server says no") {
  CHECK(numbered(401).message() == "no WebSocket: the server answered 401 Unauthorized");
  CHECK(numbered(599).message() == "no WebSocket: the server answered 599");
  for (const int status : {401, 403}) CHECK(numbered(status) == condition::auth);
  for (const int status : {100, 200, 301, 404, 407, 503, 999}) CHECK(numbered(status) == condition::http);
}

TEST_CASE("errors of its own have words, each others") {
  CHECK(numbered(1).category().name() == std::string("gamewire.websocket"));
  const int last = static_cast<int>(websocket::errc::not_drained);
  for (int value = 1; value <= last; ++value) {
    CHECK(numbered(value).message() != "unknown error");
    for (int other = 1; other < value; ++other) CHECK(numbered(value).message() != numbered(other).message());
  }
  CHECK(numbered(last + 1).message() == "unknown error");
  CHECK(numbered(0).message() == "unknown error");
}

TEST_SUITE_END();
