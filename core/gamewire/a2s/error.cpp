#include <gamewire/a2s/error.hpp>
#include <gamewire/error_table.hpp>

namespace gamewire::inline v0::a2s {

const std::error_category& category() noexcept {
  static const error_table instance(
      "gamewire.a2s",
      error_rows<errc>({
          {errc::timeout, condition::timeout, "no answer in time"},
          {errc::not_a2s, condition::protocol, "not an A2S datagram"},
          {errc::truncated, condition::protocol, "the message ends too early"},
          {errc::unknown_message, condition::protocol, "unknown message type"},
          {errc::unexpected_reply, condition::protocol, "only answers of another kind came"},
          {errc::challenge_loop, condition::protocol, "the server keeps asking for a new challenge"},
          {errc::server_message, condition::server, "the server answered with a text"},
          {errc::bad_split, condition::protocol,
           "a split packet whose count and index contradict each other"},
          {errc::too_large, condition::limit, "the reply exceeds the limits"},
          {errc::bad_compression, condition::protocol, "the compressed reply is damaged"},
          {errc::bad_checksum, condition::protocol, "the checksum of the compressed reply is wrong"},
          {errc::compression_unsupported, condition::unsupported, "built without bzip2"},
      }));
  return instance;
}

}  // namespace gamewire::inline v0::a2s
