#include <lingan/model/tensor_file.h>

#include <array>
#include <cstring>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/base/input.h>
#include <lingan/base/safetensors.h>

namespace lingan {
namespace {

struct NamedType {
  std::string_view name;
  torch::ScalarType type;
};

constexpr std::array<NamedType, 8> kTypes = {{{"F64", torch::kFloat64},
                                              {"F32", torch::kFloat32},
                                              {"F16", torch::kFloat16},
                                              {"BF16", torch::kBFloat16},
                                              {"I64", torch::kInt64},
                                              {"I32", torch::kInt32},
                                              {"U8", torch::kUInt8},
                                              {"BOOL", torch::kBool}}};

torch::ScalarType type_of(std::string_view name) {
  for (const NamedType& known : kTypes) {
    if (known.name == name) return known.type;
  }
  throw InputError(fmt::format("tensors of dtype {} are not supported", name));
}

std::string_view name_of(torch::ScalarType type) {
  for (const NamedType& known : kTypes) {
    if (known.type == type) return known.name;
  }
  throw UsageError(std::string("tensors of type ") + c10::toString(type) +
                   " cannot be stored in a safetensors file");
}

/// A copy that owns its memory: the file's bytes may be misaligned and soon gone.
torch::Tensor copied(const TensorView& view) {
  torch::Tensor tensor = torch::empty(view.shape, type_of(view.dtype));
  if (!view.bytes.empty()) std::memcpy(tensor.data_ptr(), view.bytes.data(), view.bytes.size());
  return tensor;
}

void copy_into(const torch::Tensor& target, const std::string& name, const TensorFile& file) {
  const auto entry = file.tensors.find(name);
  if (entry == file.tensors.end()) {
    throw InputError("the file lacks tensor " + name + "; it belongs to another kind of network");
  }
  if (entry->second.sizes() != target.sizes()) {
    throw InputError(fmt::format("tensor {} has shape [{}], expected [{}]", name,
                                 fmt::join(entry->second.sizes(), ", "),
                                 fmt::join(target.sizes(), ", ")));
  }
  const torch::NoGradGuard no_grad;
  target.copy_(entry->second);
}

/// Visits every parameter and buffer with its full name.
template <typename Visit>
void for_each_tensor(const torch::nn::Module& module, const std::string& prefix, Visit visit) {
  for (const auto& item : module.named_parameters()) visit(prefix + item.key(), item.value());
  for (const auto& item : module.named_buffers()) visit(prefix + item.key(), item.value());
}

}  // namespace

TensorFile load_tensors(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  SafetensorsIndex index = parse_safetensors(bytes, input_name(path));
  TensorFile file;
  for (const auto& [name, view] : index.tensors) file.tensors.emplace(name, copied(view));
  file.metadata = std::move(index.metadata);
  return file;
}

std::string format_tensors(const TensorFile& file) {
  SafetensorsIndex index;
  std::vector<torch::Tensor> kept;  // the views point into these
  for (const auto& [name, tensor] : file.tensors) {
    kept.push_back(tensor.detach().to(torch::kCPU).contiguous());
    const torch::Tensor& data = kept.back();
    index.tensors[name] = {std::string(name_of(data.scalar_type())),
                           data.sizes().vec(),
                           {static_cast<const char*>(data.data_ptr()), data.nbytes()}};
  }
  index.metadata = file.metadata;
  return format_safetensors(index);
}

void save_tensors(const std::filesystem::path& path, const TensorFile& file) {
  write_file_atomically(path, format_tensors(file));
}

std::map<std::string, torch::Tensor> tensors_under(const TensorFile& file,
                                                   const std::string& prefix) {
  std::map<std::string, torch::Tensor> tensors;
  for (auto it = file.tensors.lower_bound(prefix);
       it != file.tensors.end() && it->first.starts_with(prefix); ++it) {
    tensors[it->first.substr(prefix.size())] = it->second;
  }
  return tensors;
}

void collect_tensors(const torch::nn::Module& module, const std::string& prefix, TensorFile& out) {
  for_each_tensor(module, prefix, [&](const std::string& name, const torch::Tensor& tensor) {
    out.tensors[name] = tensor.detach().clone();
  });
}

void restore_tensors(torch::nn::Module& module, const std::string& prefix, const TensorFile& file) {
  for_each_tensor(module, prefix, [&](const std::string& name, const torch::Tensor& tensor) {
    copy_into(tensor, name, file);
  });
}

}  // namespace lingan
