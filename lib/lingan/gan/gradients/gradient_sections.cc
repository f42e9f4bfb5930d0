#include <lingan/gan/gradients/gradient_sections.h>

#include <string>

namespace lingan {
namespace {

/// The number of a weight's group, by its name in the module.
size_t group_of(const std::string& name) {
  if (name.find("embedding") != std::string::npos) return 0;
  return name.starts_with("output_") ? 2 : 1;
}

}  // namespace

GradientSections::GradientSections(const Generator& generator, int64_t length) : begins_{0} {
  const auto all = generator.named_parameters();
  int64_t end = 0;
  for (size_t group = 0; group < kWeightGroups.size(); ++group) {
    for (const auto& weight : all) {
      if (group_of(weight.key()) != group || !weight.value().requires_grad()) continue;
      weights_.push_back(weight.value());
      end += weight.value().numel();
    }
    begins_.push_back(end);
  }
  for (int64_t t = 0; t < length; ++t) {
    begins_.push_back(end += generator.options().vocabulary_size);
  }
}

torch::Tensor GradientSections::columns(const torch::Tensor& rows, int64_t section) const {
  const int64_t begin = begins_[static_cast<size_t>(section)];
  return rows.narrow(1, begin, begins_[static_cast<size_t>(section) + 1] - begin);
}

torch::Tensor GradientSections::row(const torch::Tensor& by_position) const {
  std::vector<torch::Tensor> parts;
  for (const torch::Tensor& weight : weights_) {
    const torch::Tensor& gradient = weight.grad();
    parts.push_back((gradient.defined() ? gradient : torch::zeros_like(weight)).reshape({-1}));
  }
  parts.push_back(by_position.reshape({-1}));
  return torch::cat(parts).to(torch::kCPU, torch::kFloat32);
}

}  // namespace lingan
