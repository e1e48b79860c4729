#include "over_tls.hpp"

#include <string>

#include "errors.hpp"

namespace gamewire::python {

namespace {

tls::trust trust_of(const py::object& ca) {
  if (ca.is_none()) return {};
  if (py::isinstance<py::bytes>(ca)) return unwrap(tls::trust::pem(std::string(py::bytes(ca))));
  const auto path = py::module_::import("os").attr("fsencode")(ca).cast<std::string>();
  auto read = tls::trust::file(path);
  if (!read) raise(read.error(), path);
  return *std::move(read);
}

}  // namespace

std::optional<tls::client_options> tls_below(bool secure, std::string_view host, const py::object& ca,
                                             bool verify, std::string_view protocol) {
  if (!secure) return std::nullopt;
  tls::client_options chosen{.host = host, .trust = trust_of(ca), .verify = verify, .protocol = protocol};
  check(chosen.validate());
  return chosen;
}

}  // namespace gamewire::python
