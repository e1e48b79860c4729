// What we read to its end, the parsers of Node.js, the old one (http_parser) and the new one (llhttp), read the
// same way: we are stricter than both, never otherwise. But for what is listed in `may_be_refused`.
#include <algorithm>

#include <gamewire/ascii.hpp>

#include "http_oracles.hpp"
#include "target.hpp"

using namespace gamewire;
using fuzz::http_kind;

/// What they refuse, or leave to their caller, and we do not: minor versions to come; a tab behind the size of
/// a chunk, quoted words in its extensions; methods that are not in their list; messages with which another
/// protocol could begin; what follows an interim response that says "close"; names that only begin as one
/// that they know, which http_parser takes for it; and a length or a coding among the trailers, where they say nothing.
static bool may_be_refused(bytes in, const fuzz::http_message& ours, http_kind kind) {
  const std::string_view text = as_text(in);
  const std::size_t version = text.find("HTTP/1.");
  const bool minor = version != text.npos && text.substr(version + 7, 1) > "1";
  const bool interim = version != text.npos && text.find("HTTP/1.", version + 1) != text.npos;
  bool special =
      std::ranges::count_if(ours.fields, [](const auto& field) {
        return same_word(field.first, "transfer-encoding") || same_word(field.first, "content-length");
      }) > 1;
  for (const auto& [name, value] : ours.fields)
    special |= same_word(name, "upgrade") ||
               (name.size() > 17 && same_word(std::string_view(name).substr(0, 17), "transfer-encoding"));
  return minor || interim || special || text.find_first_of("\t;") != text.npos ||
         (kind == http_kind::request && !ours.start.starts_with("GET ") && !ours.start.starts_with("POST "));
}

FUZZ_TARGET(http1_oracles) {
  for (const http_kind kind : {http_kind::request, http_kind::response}) {
    const auto ours = fuzz::read_by_gamewire(in, kind);
    if (!ours) continue;
    for (const auto& theirs : {fuzz::read_by_llhttp(in, kind), fuzz::read_by_http_parser(in, kind)})
      HOLDS(theirs ? *theirs == *ours : may_be_refused(in, *ours, kind));
  }
}
