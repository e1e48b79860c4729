#include <algorithm>
#include <string>

#include <doctest/doctest.h>

#include <gamewire/websocket/key.hpp>

using namespace gamewire;

static std::string accept_of(std::string_view key) {
  websocket::handshake_key in{};
  std::ranges::copy(key, in.begin());
  const auto out = websocket::accept_of(in);
  return {out.data(), out.size()};
}

TEST_CASE("websocket keys: the example of RFC 6455, 1.3") {
  CHECK(accept_of("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

// By another implementation of SipHash, in Python.
TEST_CASE("websocket keys: without a secret they are known, and otherwise others") {
  websocket::key_source keys({});
  const auto key = keys.next_handshake_key();
  CHECK(std::string(key.data(), key.size()) == "ZyX+b7voSeheXxCUpsUEgA==");
  const auto mask = keys.next_mask();
  CHECK(mask == websocket::mask{std::byte{0x01}, std::byte{0x4a}, std::byte{0xe2}, std::byte{0xcc}});
  CHECK(keys.next_mask() != mask);
  CHECK(websocket::key_source({1, 2}).next_handshake_key() != key);
}
