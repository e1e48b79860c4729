#include "convert.hpp"

#include <string>

namespace gamewire::python {

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
  if (!read) throw py::value_error("not an address: " + host);
  return read->with_port(pair[1].cast<std::uint16_t>());
}

}  // namespace gamewire::python
