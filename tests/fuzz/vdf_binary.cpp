// Binary data that reads as a tree is written as it was, but for its end marks and what is in front of it; as
// text too it has as many entries.
#include <algorithm>

#include <gamewire/vdf/tree.hpp>

#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(vdf_binary) {
  const auto read = vdf::read_binary(in, {.max_depth = 8});
  if (!read) {
    HOLDS(read.error().error && read.error().where.offset <= in.size());
    return;
  }
  byte_buffer out, text, vbkv;
  vdf::binary_writer writer(out);
  read->write(writer);
  const std::size_t content = in.size() - (vdf::is_vbkv(in) ? 8 : 0);
  HOLDS(!writer.finish() && out.size() == std::max<std::size_t>(content, 1));
  const auto again = vdf::read_binary(out.view(), {.max_depth = 8});
  HOLDS(again && again->size() == read->size());
  HOLDS(!vdf::write_vbkv(out.view(), vbkv) &&
        vdf::read_binary(vbkv.view(), {.max_depth = 8})->size() == read->size());
  vdf::text_writer text_writer(text);
  read->write(text_writer);
  const auto reread = vdf::read_text(as_text(text.view()), {.max_depth = 8});
  HOLDS(!text_writer.finish() && reread && reread->size() == read->size());
}
