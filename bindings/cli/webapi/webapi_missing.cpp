/// In place of what asks the Web API, in builds without simdjson.
#include "session.hpp"

namespace gamewire::cli {
namespace {

[[noreturn]] void refuse() { throw command_error({condition::unsupported, "this build has no Web API"}); }

}  // namespace

int run_webapi(session&, const webapi_arguments&) { refuse(); }
int run_master_webapi(session&, const master_arguments&) { refuse(); }

}  // namespace gamewire::cli
