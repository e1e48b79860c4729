/// ArchiSteamFarm, where it is not built in.
#include "missing.hpp"

using namespace gamewire::c;

void gw_asf_options_init(gw_asf_options* out, size_t size) noexcept { write_no_options(out, size); }
gw_code gw_asf_client_new(const gw_asf_options*, gw_machine** out) noexcept { return not_built_in(out); }
gw_code gw_asf_log_new(const gw_asf_options*, gw_machine** out) noexcept { return not_built_in(out); }
gw_code gw_asf_call(gw_machine*, const char*, const char*, const char*, gw_duration, uint32_t*) noexcept {
  return GW_USAGE;
}
gw_code gw_asf_command(gw_machine*, const char*, gw_duration, uint32_t*) noexcept { return GW_USAGE; }
