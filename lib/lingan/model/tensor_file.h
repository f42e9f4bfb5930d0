/// Tensors in safetensors files: named weights out of a file and into a module.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include <lingan/model/torch.h>

namespace lingan {

/// Tensors by name, and text by key (the file's `__metadata__`).
struct TensorFile {
  std::map<std::string, torch::Tensor> tensors;
  std::map<std::string, std::string> metadata;
};

/// Reads a safetensors file; the tensors own their memory.
/// @throws IoError, InputError (see base/safetensors.h for what is refused).
TensorFile load_tensors(const std::filesystem::path& path);

/// The bytes of a safetensors file.
std::string format_tensors(const TensorFile& file);

/// Writes a safetensors file atomically.
void save_tensors(const std::filesystem::path& path, const TensorFile& file);

/// The tensors whose names begin with `prefix`, without it.
std::map<std::string, torch::Tensor> tensors_under(const TensorFile& file,
                                                   const std::string& prefix);

/// All parameters and buffers of a module, names prefixed.
void collect_tensors(const torch::nn::Module& module, const std::string& prefix, TensorFile& out);

/// Copies tensors of the file into a module's parameters and buffers.
/// @throws InputError naming the tensor that is missing or has another shape.
void restore_tensors(torch::nn::Module& module, const std::string& prefix, const TensorFile& file);

}  // namespace lingan
