// As many blocks end as begin, or there is an error inside of the text; a tree that was read is written so
// that as much is read again, with escapes and, if it can be written so, without.
#include <gamewire/vdf/tree.hpp>

#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(vdf_text) {
  constexpr static std::string_view symbol = "WIN32";
  for (const bool escapes : {true, false}) {
    const vdf::text_options options{.escapes = escapes, .max_depth = 8, .symbols = std::span(&symbol, 1)};
    vdf::text_reader reader(as_text(in), options);
    for (std::size_t depth = 0; reader.next();) {
      depth += reader.kind() == vdf::item::block;
      depth -= reader.kind() == vdf::item::block_end;
      HOLDS(reader.depth() == depth && depth <= options.max_depth);
    }
    HOLDS(reader.error() || reader.depth() == 0);
    HOLDS(reader.where().offset <= in.size() && reader.where().line >= 1 && reader.where().column >= 1);
    const auto read = vdf::read_text(as_text(in), options);
    HOLDS(read.has_value() == !reader.error());
    byte_buffer out;
    vdf::text_writer writer(out, {.escapes = escapes});
    if (read) read->write(writer);
    if (!read || writer.finish()) continue;
    const auto again = vdf::read_text(as_text(out.view()), {.escapes = escapes, .max_depth = 8});
    HOLDS(again && again->size() == read->size());
  }
}
