#include "record.hpp"

#include <memory>

namespace gamewire::python {

struct record::layout {
  struct slot {
    PyObject* descriptor;
    descrsetfunc set;
  };

  PyTypeObject* type;
  std::vector<slot> slots;
};

void record::look_up() {
  const py::handle found = class_.get();
  auto made = std::make_unique<layout>(reinterpret_cast<PyTypeObject*>(found.ptr()));
  for (std::size_t i = 0; i < size_; ++i) {
    py::object descriptor = found.attr(fields_[i]);
    const descrsetfunc set = Py_TYPE(descriptor.ptr())->tp_descr_set;
    if (set == nullptr)
      throw py::type_error(std::string(made->type->tp_name) + "." + fields_[i] + " is no slot");
    made->slots.push_back({descriptor.release().ptr(), set});
  }
  if (layout_ == nullptr) layout_ = made.release();
}

py::object record::allocate() {
  if (layout_ == nullptr) look_up();
  return steal(layout_->type->tp_alloc(layout_->type, 0));
}

void record::fill(const py::object& made, std::size_t slot, const py::object& value) const {
  const auto& [descriptor, set] = layout_->slots[slot];
  if (set(descriptor, made.ptr(), value.ptr()) != 0) throw py::error_already_set();
}

}  // namespace gamewire::python
