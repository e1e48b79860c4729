// A walk finds as many lines as the summary says; each line of Source, written and read again, is the same, unless its value
// looks like columns. What GoldSource calls a value may.
#include <gamewire/rcon/cvarlist.hpp>

#include "support/hex.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(rcon_cvarlist) {
  const rcon::cvarlist_view list(in);
  const bool of_goldsource = as_text(in).starts_with("CVar List");
  std::size_t lines = 0;
  for (const rcon::cvar_view& cvar : list) {
    ++lines;
    if (of_goldsource || cvar.value.find(" :") != cvar.value.npos) continue;
    test::buffer room(in.size() + 80);
    const auto written = rcon::encode_cvar(cvar, room);
    if (!written) continue;  // a NUL
    const auto again = rcon::decode_cvar(as_text(written->first(written->size() - 1)));
    HOLDS(again && again->name == cvar.name && again->value == cvar.value);
    HOLDS(again->flags.column() == cvar.flags.column() && again->help.size() <= cvar.help.size());
  }
  const auto summary = list.summarize();
  HOLDS(summary.complete == lines);
  HOLDS(rcon::own(list).list.size() == lines && rcon::own(list).partial == summary.partial());
}
