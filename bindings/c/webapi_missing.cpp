/// Steam's Web API, where it is not built in.
#include "missing.hpp"

using namespace gamewire::c;

void gw_webapi_options_init(gw_webapi_options* out, size_t size) noexcept { write_no_options(out, size); }
gw_code gw_webapi_client_new(const gw_webapi_options*, gw_machine** out) noexcept {
  return not_built_in(out);
}
gw_code gw_webapi_discover(gw_machine*, gw_duration, uint32_t*) noexcept { return GW_USAGE; }
gw_code gw_webapi_use(gw_machine*, const char*, size_t) noexcept { return GW_USAGE; }
gw_code gw_webapi_request(gw_machine*, const gw_webapi_call*, gw_duration, uint32_t*) noexcept {
  return GW_USAGE;
}
gw_code gw_webapi_get_server_list(gw_machine*, const char*, uint32_t, gw_duration, uint32_t*) noexcept {
  return GW_USAGE;
}
