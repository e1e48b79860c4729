/// The golden conversations of tests/vectors/a2s, as they are and damaged.
#include <doctest/doctest.h>

#include <gamewire/a2s/bzip2.hpp>
#include <gamewire/a2s/client.hpp>

#include "support/a2s_events.hpp"
#include "support/a2s_vectors.hpp"
#include "support/vector_play.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

const std::vector<vector_case>& vectors() {
  static const auto all = read_vectors(GAMEWIRE_VECTORS "/a2s");
  return all;
}

/// What a client reports that hears these datagrams, one every 10 ms, and then nothing more.
std::string play(const vector_case& vector, const std::vector<buffer>& datagrams) {
  const auto options = options_of(vector);
  return test::play(a2s::client(options), options.total_deadline(), vector.asks, ask,
                    in_one_piece(datagrams));
}

/// `describe` of what the codecs read, "" for errors, and whether all was there.
struct reading {
  std::string fields;
  bool whole = false;
};

template <class Decoded>
reading read_as(const Decoded& decoded) {
  if (!decoded) return {};
  if constexpr (requires { decoded->partial; })
    return {describe(*decoded), !decoded->partial};
  else
    return {describe(*decoded), !decoded->summarize().partial};
}

reading read(bytes message) {
  const buffer exact(message.begin(), message.end());  // so that a sanitizer sees the end
  const auto what = a2s::decode_message(exact);
  if (!what) return {};
  switch (what->type) {
    case a2s::message_type::info:
    case a2s::message_type::goldsource_info: return read_as(a2s::decode_info(exact));
    case a2s::message_type::players: return read_as(a2s::decode_players(exact));
    case a2s::message_type::rules: return read_as(a2s::decode_rules(exact));
    default: return {};
  }
}

/// Without what stands behind a whole list or info.
std::string without_tail(const std::string& fields) {
  return fields.substr(0, std::min(fields.find("\n  trailing"), fields.find("\n  ship deaths")));
}

}  // namespace

TEST_SUITE_BEGIN("a2s vectors");

TEST_CASE("there are vectors") { CHECK(vectors().size() > 50); }

TEST_CASE("every vector gives its log") {
  for (const auto& vector : vectors()) {
    INFO(vector.name);
    const std::string log = play(vector, vector.datagrams);
    if (!a2s::has_bzip2() && log.contains("compression_unsupported")) continue;
    CHECK(log == vector.log);
  }
}

TEST_CASE("codecs read what the client reads") {
  for (const auto& vector : vectors()) {
    if (vector.datagrams.size() != 1 || vector.asks.size() != 1 || a2s::has_split_header(vector.datagrams[0]))
      continue;
    INFO(vector.name);
    const auto read_alone = read(vector.datagrams.front());
    const bool answers = vector.log.starts_with("info 1") || vector.log.starts_with("players 1") ||
                         vector.log.starts_with("rules 1");
    if (answers) CHECK(vector.log.substr(vector.log.find('\n')) == read_alone.fields + '\n');
  }
}

TEST_CASE("a message cut at any byte is an error, partial, or one of the few that may end there") {
  for (const auto& vector : vectors()) {
    INFO(vector.name);
    for (const buffer& datagram : vector.datagrams) {
      const auto all = without_tail(read(datagram).fields);
      unsigned shorter = 0;
      for (std::size_t size = 0; size < datagram.size(); ++size) {
        const auto cut = read(bytes(datagram).first(size));
        if (cut.whole && without_tail(cut.fields) != all) ++shorter;
      }
      CHECK(shorter <= 2);  // INFO may end before its extra data; that of HLTV also before its spectators
    }
  }
}

TEST_CASE("requests read as their vectors say") {
  for (const auto& vector : read_vectors(GAMEWIRE_VECTORS "/a2s_requests")) {
    INFO(vector.name);
    std::string log;
    for (const buffer& datagram : vector.datagrams) {
      const auto request = a2s::decode_request(buffer(datagram));
      log += (request ? describe(*request) : name_of(request.error())) + '\n';
    }
    CHECK(log == vector.log);
  }
}

TEST_CASE("conversations with a datagram cut at any byte keep the contract") {
  for (const auto& vector : vectors()) {
    INFO(vector.name);
    auto datagrams = vector.datagrams;
    for (std::size_t i = 0; i < datagrams.size(); ++i) {
      for (std::size_t size = 0; size < vector.datagrams[i].size(); size += 1 + size / 200) {
        INFO("datagram ", i, " cut to ", size);
        datagrams[i].assign(vector.datagrams[i].begin(),
                            vector.datagrams[i].begin() + static_cast<std::ptrdiff_t>(size));
        play(vector, datagrams);
      }
      datagrams[i] = vector.datagrams[i];
    }
  }
}

TEST_CASE("conversations with trailing bytes, in another order, or twice, keep the contract") {
  for (const auto& vector : vectors()) {
    INFO(vector.name);
    for (const unsigned more : {1U, 4U, 8U, 300U}) {
      auto datagrams = vector.datagrams;
      for (buffer& datagram : datagrams) datagram.resize(datagram.size() + more, std::byte{0x41});
      play(vector, datagrams);
    }
    auto datagrams = vector.datagrams;
    std::ranges::reverse(datagrams);
    play(vector, datagrams);
    datagrams.insert(datagrams.end(), vector.datagrams.begin(), vector.datagrams.end());
    play(vector, datagrams);
  }
}

TEST_CASE("trailing bytes change no field of a whole list") {
  for (const auto& vector : vectors()) {
    const bool list = vector.log.starts_with("players 1") || vector.log.starts_with("rules 1");
    if (vector.datagrams.size() != 1 || !list) continue;
    const auto alone = read(vector.datagrams.front());
    const bool has_tail =
        alone.fields.find("trailing") != alone.fields.npos || alone.fields.find("ship") != alone.fields.npos;
    if (!alone.whole || has_tail) continue;
    INFO(vector.name);
    buffer longer = vector.datagrams.front();
    longer.resize(longer.size() + 3, std::byte{0x41});
    CHECK(read(longer).fields == alone.fields + "\n  trailing bytes 3");
  }
}

TEST_SUITE_END();
