/// Preloaded into a command under test: names of the domain "slow" are never resolved, others as ever.
#include <string_view>

#include <dlfcn.h>
#include <netdb.h>
#include <unistd.h>

extern "C" int getaddrinfo(const char* name, const char* service, const addrinfo* hints, addrinfo** found) {
  while (name != nullptr && std::string_view(name).ends_with(".slow")) ::pause();
  using original = decltype(&getaddrinfo);
  static const auto next = reinterpret_cast<original>(::dlsym(RTLD_NEXT, "getaddrinfo"));
  return next(name, service, hints, found);
}
