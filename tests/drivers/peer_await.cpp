#include <doctest/doctest.h>

#include <gamewire/blocking/peer.hpp>
#include <gamewire/master/client.hpp>

#include "echo.hpp"
#include "loopback.hpp"

using namespace gamewire;
using namespace std::chrono_literals;
using loopback::server;

namespace {

using peer = blocking::peer<echo::client>;

peer connect(const server& to, echo::client_options options = {}) {
  auto made = peer::connect(loopback::to_address(to.at()), echo::client(options));
  REQUIRE(made);
  return std::move(*made);
}

}  // namespace

TEST_CASE("answers are kept until they are asked for, in whatever order they came") {
  server there(server::echo);
  peer here = connect(there);
  const auto first = here->say("first");
  const auto second = here->say("second");
  const auto third = here->say("third");
  CHECK(here.await<echo::heard>(third) == "third");
  CHECK(here.await<echo::heard>(first) == "first");
  CHECK(here.await<echo::heard>(second) == "second");
}

TEST_CASE("so are failures") {
  server there(server::silent);
  peer here = connect(there, {.timeout = 20ms});
  const auto first = here->say("first");
  const auto second = here->say("second");
  CHECK(here.await<echo::heard>(second).error().error == condition::timeout);
  CHECK(here.await<echo::heard>(first).error().error == condition::timeout);
}

TEST_CASE("what ends no request goes to the handler") {
  server there([](std::string datagram) { return std::vector<std::string>{"by the way", datagram}; });
  peer here = connect(there);
  std::string aside;
  const auto answer = here.await<echo::heard>(here->say("hello"), [&](const auto& event) {
    if (const auto* other = std::get_if<echo::stray>(&event)) aside = other->text;
  });
  CHECK(answer == "hello");
  CHECK(aside == "by the way");
}

TEST_CASE("the end of a list can be awaited, and its pages go to the handler") {
  server there([](const std::string& request) {
    const std::string head = "\xff\xff\xff\xff\x66\n";
    const std::string page = request.find("0.0.0.0:0") != request.npos
                                 ? std::string("\x0a\0\0\x01\x69\x87", 6)
                                 : std::string(6, '\0');
    return std::vector<std::string>{head + page};
  });
  auto here = blocking::peer<master::client>::connect(loopback::to_address(there.at()), master::client());
  REQUIRE(here);
  std::size_t seen = 0;
  const auto end = here->await<master::listed>((*here)->request_list({}), [&](const auto& event) {
    if (const auto* page = std::get_if<master::servers>(&event)) seen += page->list.size();
  });
  REQUIRE(end);
  CHECK((seen == 1 && end->servers == 1 && !end->partial));
}

TEST_CASE("a command that was refused is not waited for") {
  server there(server::echo);
  peer here = connect(there);
  here->close(system::now());
  CHECK(here.await<echo::heard>(here->say("hello")).error().error == errc::closed);
  CHECK(there.asked() == 0);
}

TEST_CASE("when the machine is done, every wait is over") {
  server there(server::echo);
  peer here = connect(there);
  const auto first = here->say("hello");
  here->close(system::now());
  CHECK(here.await<echo::heard>(first) == "hello");
  CHECK_FALSE(here.run([](const auto&) {}));
  CHECK(here->done());
  CHECK(here.await<echo::heard>(first).error().error == errc::closed);
}

TEST_CASE("a stopped wait can be taken up again") {
  server there(server::echo);
  peer here = connect(there);
  const auto asked = here->say("hello");
  here.stop();
  CHECK(here.await<echo::heard>(asked).error().error == std::errc::operation_canceled);
  CHECK(here.await<echo::heard>(asked) == "hello");
}
