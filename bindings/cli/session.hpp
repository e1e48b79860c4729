/// What every command works with, besides its own arguments.
#pragma once

#include "options.hpp"
#include "output/output.hpp"
#include "output/trace_file.hpp"
#include "transport/transport.hpp"

namespace gamewire::cli {

struct session {
  /// Throws `command_error` when this build lacks the transport, or the trace cannot be written.
  explicit session(const common_options& common)
      : options(common), via(&transport_of(common)), out(common.json), trace(common.trace) {}

  common_options options;
  const transport* via;
  output out;
  trace_file trace;
};

int run_info(session& with, const query_arguments& arguments);
int run_players(session& with, const query_arguments& arguments);
int run_rules(session& with, const query_arguments& arguments);
int run_query(session& with, const query_arguments& arguments);
int run_ping(session& with, const ping_arguments& arguments);
int run_watch(session& with, const watch_arguments& arguments);
int run_exporter(session& with, const exporter_arguments& arguments);
int run_scan(session& with, const scan_arguments& arguments);
int run_decode(session& with, const decode_arguments& arguments);
int run_rcon(session& with, const rcon_arguments& arguments);
/// The commands of the arguments alone, and no word about where the password is from.
int run_rcon_commands(session& with, const rcon_arguments& arguments);
int run_cvars(session& with, const cvars_arguments& arguments);
int run_master(session& with, const master_arguments& arguments);
/// The same list from Steam's Web API.
int run_master_webapi(session& with, const master_arguments& arguments);
int run_webapi(session& with, const webapi_arguments& arguments);
int run_aster(session& with, const aster_arguments& arguments);
int run_serve(session& with, const serve_arguments& arguments);
int run_asf(session& with, const asf_arguments& arguments);
int run_steamid(session& with, const steamid_arguments& arguments);
int run_vdf(session& with, const vdf_arguments& arguments);
int run_demo(session& with);

}  // namespace gamewire::cli
