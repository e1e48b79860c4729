// What is read as a message lies inside the input; challenges and texts survive being written and read again.
#include <array>

#include <gamewire/a2s/message.hpp>

#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(decode_message) {
  if (const auto message = a2s::decode_message(in)) {
    HOLDS(message->body.size() < in.size());
    HOLDS(message->body.data() + message->body.size() == in.data() + in.size());
  }
  std::array<std::byte, 64> out;
  if (const auto challenge = a2s::decode_challenge(in))
    HOLDS(a2s::decode_challenge(*a2s::encode_challenge(*challenge, out)) == challenge);
  if (const auto text = a2s::decode_print(in)) {
    HOLDS(text->size() < in.size() && text->find('\0') == text->npos);
    if (const auto again = a2s::encode_print(*text, out)) HOLDS(a2s::decode_print(*again) == text);
  }
}
