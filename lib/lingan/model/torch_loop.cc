#include <lingan/model/torch_loop.h>

#include <ATen/Parallel.h>
#include <ATen/TensorIterator.h>

#include <lingan/model/torch.h>

namespace lingan {

// at::parallel_for is a template that runs serially unless its caller is compiled with the OpenMP
// that torch was built with. A TensorIterator's loop is compiled into torch: walking an iota of the
// count tells each thread its range.
void torch_loop(int64_t count, int64_t grain, const std::function<void(int64_t, int64_t)>& body) {
  if (count <= 0) return;
  if (count <= grain || at::get_num_threads() == 1 || at::in_parallel_region()) {
    return body(0, count);
  }
  const torch::Tensor numbers = torch::arange(count, torch::kInt64);
  auto iterator = at::TensorIteratorConfig()
                      .check_all_same_dtype(false)
                      .resize_outputs(false)
                      .add_output(numbers)
                      .build();
  iterator.for_each(
      [&body](char** data, const int64_t*, int64_t size, int64_t repeats) {
        const int64_t begin = *reinterpret_cast<const int64_t*>(data[0]);
        body(begin, begin + size * repeats);
      },
      grain);
}

}  // namespace lingan
