#include "record.hpp"

namespace gamewire::python {

record::record(const char* module, const char* name, std::initializer_list<const char*> fields)
    : class_(py::module_::import(module).attr(name)), type_(reinterpret_cast<PyTypeObject*>(class_.ptr())) {
  for (const char* field : fields) {
    slots_.push_back(class_.attr(field));
    setters_.push_back(Py_TYPE(slots_.back().ptr())->tp_descr_set);
    if (setters_.back() == nullptr) throw py::type_error(std::string(name) + "." + field + " is no slot");
  }
}

}  // namespace gamewire::python
