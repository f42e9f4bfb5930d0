/// Adam's state as named tensors, so that a checkpoint holds it.
#pragma once

#include <string>

#include <lingan/model/torch.h>

#include <lingan/model/tensor_file.h>

namespace lingan {

/// Adds the moments and step counts of every parameter that has been stepped, names prefixed.
void collect_adam(torch::optim::Adam& optimizer, const std::string& prefix, TensorFile& out);

/// Puts collect_adam's tensors back.
/// @throws InputError naming a tensor of the wrong shape.
void restore_adam(torch::optim::Adam& optimizer, const std::string& prefix, const TensorFile& file);

/// Sets the learning rate of every group.
void set_learning_rate(torch::optim::Adam& optimizer, double rate);

}  // namespace lingan
