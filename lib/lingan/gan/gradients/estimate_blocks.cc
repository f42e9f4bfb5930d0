#include <lingan/gan/gradients/estimate_blocks.h>

#include <vector>

namespace lingan {
namespace {

std::vector<double> numbers(const torch::Tensor& tensor) {
  const auto row = tensor.contiguous();
  const auto* first = row.const_data_ptr<double>();
  return {first, first + row.numel()};
}

void add_to(std::vector<double>& sum, const std::vector<double>& summand) {
  for (size_t i = 0; i < sum.size(); ++i) sum[i] += summand[i];
}

}  // namespace

EstimateBlocks::EstimateBlocks(const GradientSections& sections)
    : sections_(sections),
      sums_(torch::zeros({kBlocks, sections.width()}, torch::kFloat32)),
      squares_(torch::zeros({sections.count(), kBlocks}, torch::kFloat64)) {}

void EstimateBlocks::add(const torch::Tensor& estimate) {
  const int64_t block = estimates_++ % kBlocks;
  sums_[block].add_(estimate);
  const auto squares = estimate.to(torch::kFloat64).square().unsqueeze(0);
  for (int64_t section = 0; section < sections_.count(); ++section) {
    squares_[section][block] += sections_.columns(squares, section).sum();
  }
}

std::vector<BlockProducts> EstimateBlocks::products(const EstimateBlocks& reference) const {
  const int64_t own = estimates_ / kBlocks, others = reference.estimates_ / kBlocks;
  std::vector<BlockProducts> all;
  for (int64_t section = 0; section < sections_.count(); ++section) {
    const auto of = [section](const EstimateBlocks& blocks, int64_t estimates) {
      const auto columns = blocks.sections_.columns(blocks.sums_, section);
      return columns.to(torch::kFloat64) / static_cast<double>(estimates);
    };
    const auto means = torch::cat({of(*this, own), of(reference, others)});
    all.push_back({.blocks = kBlocks,
                   .products = numbers(means.matmul(means.t())),
                   .squares = numbers(squares_[section]),
                   .estimates = own});
  }
  return all;
}

BlockProducts sum_of(std::span<const BlockProducts> sections) {
  BlockProducts sum = sections.front();
  for (const BlockProducts& section : sections.subspan(1)) {
    add_to(sum.products, section.products);
    add_to(sum.squares, section.squares);
  }
  return sum;
}

}  // namespace lingan
