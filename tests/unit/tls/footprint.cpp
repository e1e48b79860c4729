/// What OpenSSL takes for a connection, and what happens when it does not get it.
#include <atomic>
#include <cstdlib>
#include <cstring>

#include <openssl/crypto.h>

#include "pair.hpp"

using namespace gamewire;
using namespace gamewire::test;

namespace {

/// Each block begins with its size.
constexpr std::size_t head = alignof(std::max_align_t);
std::size_t held = 0;
std::size_t most_held = 0;
std::size_t calls = 0;
std::size_t fails_from = SIZE_MAX;  // the call

void* counted(void* made, std::size_t size) {
  if (made == nullptr) return nullptr;
  std::memcpy(made, &size, sizeof size);
  held += size;
  most_held = std::max(most_held, held);
  return static_cast<std::byte*>(made) + head;
}
std::size_t size_of(void* block) {
  std::size_t size = 0;
  std::memcpy(&size, static_cast<std::byte*>(block) - head, sizeof size);
  return size;
}
void* take(std::size_t size, const char*, int) {
  if (size == 0 || calls++ >= fails_from) return nullptr;
  return counted(std::malloc(size + head), size);
}
void give_back(void* block, const char*, int) {
  if (block == nullptr) return;
  held -= size_of(block);
  std::free(static_cast<std::byte*>(block) - head);
}
void* take_again(void* block, std::size_t size, const char* file, int line) {
  if (block == nullptr) return take(size, file, line);
  if (size == 0) return give_back(block, file, line), nullptr;
  if (calls++ >= fails_from) return nullptr;
  const std::size_t before = size_of(block);
  void* made = std::realloc(static_cast<std::byte*>(block) - head, size + head);
  if (made == nullptr) return nullptr;
  held -= before;
  return counted(made, size);
}

/// Before OpenSSL allocates anything.
const bool counts = CRYPTO_set_mem_functions(take, take_again, give_back) == 1;

}  // namespace

TEST_CASE("tls: what a connection takes") {
  REQUIRE(counts);
  (void)client_of_test();
  (void)server_of_test();
  {
    tls_pair warm;  // what OpenSSL makes once
    warm.run();
  }
  const std::size_t before = held;
  most_held = held;
  tls_pair both;
  both.run();
  const std::size_t idle = held - before;
  const std::size_t peak = most_held - before;
  MESSAGE("two sides: idle ", idle, " bytes, in the handshake ", peak, " bytes");
  CHECK(idle < 2 * 20 * 1024);
  CHECK(peak < 2 * 64 * 1024);
  both.say(both.client, std::string(100000, 'x'));
  CHECK(held - before < idle + 1024);
}

TEST_CASE("tls: an allocation that fails ends the connection, and nothing else") {
  {
    tls_pair warm;
    warm.run();
  }
  const std::size_t start = calls;
  {
    tls_pair both;
    both.run();
    both.say(both.client, "hello");
  }
  const std::size_t many = calls - start;
  const auto trusting = client_of_test();
  const auto serving = server_of_test();
  const std::size_t before = held;
  int broken = 0;
  for (std::size_t nth = 0; nth < many; nth += 1 + nth / 40) {
    fails_from = calls + nth;
    {
      tls_pair both(trusting, serving);
      both.run();
      const bool whole = both.client.layer.secure() && both.server.layer.secure();
      if (whole) (void)both.client.layer.write(as_bytes("hello"), both.now);
      if (whole) both.run();
      fails_from = SIZE_MAX;
      both.client.layer.receive_end({}, both.now);
      both.client.listen();
      CHECK(both.client.layer.done());
      CHECK(both.client.layer.plain_end());
      broken += whole ? 0 : 1;
    }
  }
  CHECK(broken > 10);
  CHECK(held < before + 4096);
  tls_pair after;
  after.run();
  CHECK(after.client.layer.secure());
}
