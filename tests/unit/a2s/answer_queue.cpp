#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/a2s/answer_queue.hpp>

using namespace gamewire;
using a2s::answer_queue;
using a2s::publication;
using a2s::topic;

namespace {

constexpr endpoint alice = endpoint::v4({192, 0, 2, 1}, 27005);
constexpr endpoint bob = endpoint::v4({192, 0, 2, 2}, 27005);

/// So many fragments of four letters each, but the first, which holds FF FF FF FF.
publication fragments(std::size_t count, char letter) {
  std::string whole(count * 4, letter);
  std::ranges::fill(whole.begin(), whole.begin() + 4, '\xff');
  return publication::prepare(as_bytes(whole),
                              {.max_datagram = 4, .split = {.payload_size = 4, .id = 2}, .compress = false})
      .value();
}

answer_queue make(std::size_t capacity = 8) {
  answer_queue made;
  REQUIRE(made.allocate(capacity));
  return made;
}

/// Who gets what: "alice a2" is alice, letter a, fragment number 2; an own message is its text.
std::string peek(const answer_queue& queue, std::size_t batch) {
  std::vector<transmit> room(batch);
  std::string said;
  for (const transmit& one : std::span(room).first(queue.fill(room))) {
    said += said.empty() ? "" : ", ";
    said += one.to == alice ? "alice " : "bob ";
    if (one.payload.size() < 12) {
      said += as_text(one.payload);
      continue;
    }
    const auto fragment = a2s::decode_fragment(one.payload, a2s::split_form::source).value();
    const char letter = static_cast<char>(fragment.payload.back());
    said += letter == '\xff' ? '*' : letter;
    said += std::to_string(fragment.index);
  }
  return said;
}

}  // namespace

TEST_CASE("answers go out in the order they came, fragment by fragment, whatever the batch") {
  const std::string_view all = "alice *0, alice a1, bob own, bob *0, bob a1";
  for (std::size_t batch = 1; batch < 7; ++batch) {
    auto queue = make();
    queue.publish(topic::rules, fragments(2, 'a'));
    queue.push(alice, topic::rules);
    queue.push(bob, as_bytes("own"));
    queue.push(bob, topic::rules);
    std::string said;
    while (!queue.empty()) {
      said += (said.empty() ? "" : ", ") + peek(queue, batch);
      queue.sent(std::min(batch, std::size_t{5}));
    }
    CHECK(said == all);
  }
}

TEST_CASE("what was not sent of a batch is offered again") {
  auto queue = make();
  queue.publish(topic::rules, fragments(3, 'a'));
  queue.push(alice, topic::rules);
  queue.push(bob, as_bytes("own"));
  CHECK(peek(queue, 9) == "alice *0, alice a1, alice a2, bob own");
  queue.sent(0);
  CHECK(peek(queue, 9) == "alice *0, alice a1, alice a2, bob own");
  queue.sent(2);
  CHECK(peek(queue, 9) == "alice a2, bob own");
  queue.sent(1);
  CHECK(peek(queue, 9) == "bob own");
  queue.sent(9);
  CHECK(queue.empty());
}

TEST_CASE("an answer that fails takes its other fragments with it") {
  auto queue = make();
  queue.publish(topic::rules, fragments(3, 'a'));
  queue.push(alice, topic::rules);
  queue.push(bob, topic::rules);
  queue.sent(1);
  queue.drop_front();
  CHECK(peek(queue, 9) == "bob *0, bob a1, bob a2");
  queue.drop_front();
  CHECK(queue.empty());
  queue.drop_front();
  CHECK(queue.empty());
}

TEST_CASE("an answer that waits gets the newest publication") {
  auto queue = make();
  queue.publish(topic::rules, fragments(3, 'a'));
  queue.push(alice, topic::rules);
  queue.publish(topic::rules, fragments(2, 'b'));
  CHECK(peek(queue, 9) == "alice *0, alice b1");
}

TEST_CASE("an answer that was begun is finished as it was begun, the next is new") {
  auto queue = make();
  queue.publish(topic::rules, fragments(4, 'a'));
  queue.push(alice, topic::rules);
  queue.push(bob, topic::rules);
  queue.sent(1);
  queue.publish(topic::rules, fragments(2, 'b'));
  CHECK(peek(queue, 9) == "alice a1, alice a2, alice a3, bob *0, bob b1");
  queue.sent(1);
  queue.publish(topic::rules, fragments(2, 'c'));
  CHECK(peek(queue, 9) == "alice a2, alice a3, bob *0, bob c1");
  queue.sent(3);
  queue.publish(topic::rules, fragments(3, 'd'));
  CHECK(peek(queue, 9) == "bob c1");
  queue.sent(1);
  CHECK(queue.empty());
}

TEST_CASE("another topic's publication does not touch an answer that was begun") {
  auto queue = make();
  queue.publish(topic::rules, fragments(3, 'a'));
  queue.push(alice, topic::rules);
  queue.sent(1);
  queue.publish(topic::players, fragments(2, 'b'));
  queue.push(bob, topic::players);
  CHECK(peek(queue, 9) == "alice a1, alice a2, bob *0, bob b1");
}

TEST_CASE(
    "answers whose topic was withdrawn fall out, wherever they wait, but one that was begun is finished") {
  auto queue = make();
  queue.publish(topic::rules, fragments(2, 'a'));
  queue.publish(topic::players, fragments(2, 'b'));
  for (const auto what : {topic::rules, topic::players, topic::rules, topic::players})
    queue.push(alice, what);
  queue.sent(1);
  queue.publish(topic::rules, {});
  CHECK_FALSE(queue.published(topic::rules));
  CHECK(peek(queue, 9) == "alice a1, alice *0, alice b1, alice *0, alice b1");
  queue.publish(topic::players, {});
  CHECK(peek(queue, 9) == "alice a1");
  queue.sent(1);
  CHECK(queue.empty());
}

TEST_CASE("a queue of nothing but withdrawn answers is empty") {
  auto queue = make();
  queue.publish(topic::info, fragments(1, 'a'));
  for (int i = 0; i < 8; ++i) queue.push(alice, topic::info);
  CHECK(queue.full());
  queue.publish(topic::info, {});
  CHECK(queue.empty());
  CHECK(peek(queue, 9).empty());
}

TEST_CASE("bytes that were offered stay in place while answers are added") {
  auto queue = make();
  queue.push(alice, as_bytes("first"));
  std::array<transmit, 1> room;
  REQUIRE(queue.fill(room) == 1);
  for (int i = 0; i < 7; ++i) queue.push(bob, as_bytes("more"));
  CHECK(as_text(room[0].payload) == "first");
}
