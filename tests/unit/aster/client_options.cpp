#include <ostream>

#include <doctest/doctest.h>

#include <gamewire/aster/client.hpp>

using namespace std::chrono_literals;
using namespace gamewire;

TEST_CASE("aster client: options that make no sense are refused, each by itself") {
  using options = aster::client_options;
  const auto refused = [](auto change) {
    options changed{.name = "bot", .password = "pw"};
    CHECK(!changed.validate());
    change(changed);
    CHECK(changed.validate() == errc::invalid_options);
  };
  refused([](options& of) { of.login_timeout = 0s; });
  refused([](options& of) { of.deadline = 0s; });
  refused([](options& of) { of.keep_alive = -1s; });
  refused([](options& of) { of.max_line = 1023; });
  refused([](options& of) { of.max_line = (std::size_t{1} << 30U) + 1; });
  refused([](options& of) { of.max_requests = 0; });
  refused([](options& of) { of.max_queued_bytes = 0; });
  refused([](options& of) { of.name = ""; });
  refused([](options& of) { of.name = "\xff"; });
  refused([](options& of) { of.password = "\xff"; });
  refused([](options& of) { of.reconnect = {.attempts = 1, .delay = 0s}; });
  CHECK(!options{.enter = aster::entry::none}.validate());
  CHECK(!options{.password = "pw", .uuid = 5}.validate());
  CHECK(options{.enter = aster::entry::registration, .password = "pw", .uuid = 5}.validate() ==
        errc::invalid_options);
}
