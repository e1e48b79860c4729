/// What tests of the memory of clients over HTTP share. For programs with allocations.hpp.
#pragma once

#include <initializer_list>
#include <string_view>

#include <doctest/doctest.h>

#include "metered.hpp"
#include "starved.hpp"

namespace gamewire::test {

/// A client that asks, hears `answer` and is over keeps nothing of what it read.
template <machine Client, class Command>
void check_keeps_nothing(const typename Client::options& options, Command command, std::string_view answer) {
  constexpr time_point now{};
  metered<Client> subject([&] { return Client(options); });
  const std::int64_t itself = subject.memory();
  REQUIRE(subject.call(command));
  subject.opened(now);
  subject.transmitted(subject.poll_transmit(now).size(), now);
  subject.close(now);
  subject.receive(as_bytes(answer), now);
  while (subject.poll_event()) {
  }
  CHECK(subject.done());
  CHECK(subject.memory() <= itself + 2048);
}

/// A server that gives one answer a second, whatever it is asked, and hangs up on nobody.
template <machine Client>
void answer_each_second(observed<starved<Client>>& actor, std::initializer_list<std::string_view> answers) {
  for (const std::string_view answer : answers) {
    if (actor.wants_to_connect()) actor.opened(actor.now());
    actor.receive(as_bytes(answer), actor.now());
    actor.on_timeout(actor.now() + std::chrono::seconds(1));
  }
}

}  // namespace gamewire::test
