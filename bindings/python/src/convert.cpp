#include "convert.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "errors.hpp"

namespace gamewire::python {

namespace {

/// In seconds: 285 years, near all that 64 bits of nanoseconds hold.
constexpr double furthest = 9e9;

nanoseconds rounded(double seconds) { return nanoseconds(std::llround(seconds * 1e9)); }

}  // namespace

nanoseconds to_nanoseconds(double seconds) {
  if (std::isnan(seconds)) raise_usage("NaN is no time");
  return rounded(std::clamp(seconds, -furthest, furthest));
}

nanoseconds to_patience(std::optional<double> seconds) {
  if (!seconds) return {};
  const nanoseconds span = to_nanoseconds(*seconds);
  if (span <= nanoseconds::zero()) raise_usage("the time that a call may take is more than 0");
  return span;
}

time_point to_time(double seconds) {
  if (!(std::abs(seconds) < furthest)) raise_usage("a time is in seconds");
  return time_point(rounded(seconds));
}

double to_seconds(time_point at) {
  double seconds = to_seconds(at.time_since_epoch());
  while (seconds < furthest && rounded(seconds) < at.time_since_epoch())
    seconds = std::nextafter(seconds, HUGE_VAL);
  return seconds;
}

py::object to_python(const endpoint& value) {
  const endpoint_text text(value);
  std::string_view host = text.view();
  host = host.substr(0, host.rfind(':'));
  if (value.is_v6()) host = host.substr(1, host.size() - 2);
  return py::make_tuple(to_python(host), value.port());
}

endpoint to_endpoint(const py::handle& address) {
  const auto pair = py::reinterpret_borrow<py::sequence>(address);
  const auto host = pair[0].cast<std::string>();
  const auto read = endpoint::parse(host);
  if (!read) raise_usage("not an address: " + host);
  const auto port = pair[1].cast<std::uint16_t>();
  if (pair.size() < 4 || read->is_v4() || read->scope() != 0) return read->with_port(port);
  return endpoint::v6(read->address(), port, pair[3].cast<std::uint32_t>());
}

}  // namespace gamewire::python
