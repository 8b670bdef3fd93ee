// SPDX-License-Identifier: MIT

// Command forms runs code of every form that a function can have, and prints
// what came of it: the same wherever it runs.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

func main() {
	fmt.Println(primes(1000), labels(20), jumps(27), switches("abcxyz"), fibonacci(15))
	fmt.Println(recovered(7), recovered(0), recovered(-1), deferred(5))
	fmt.Println(waits(200), selects(), locked(50))
	fmt.Println(deep(20000), grows(10), collected(40))
	fmt.Println(text(), bits(0x9E3779B97F4A7C15), floats(10), closures(6), ranged())
	var a []int
	func() {
		defer func() { fmt.Println(recover()) }()
		fmt.Println(a[len(os.Args)+7])
	}()
}

func primes(n int) (count int) {
next:
	for i := 2; i < n; i++ {
		for j := 2; j*j <= i; j++ {
			if i%j == 0 {
				continue next
			}
		}
		count++
	}
	return count
}

func labels(n int) (steps int) {
outer:
	for i := 0; ; i++ {
		for j := 0; j < n; j++ {
			switch steps++; {
			case i*j > 3*n:
				break outer
			case (i+j)%7 == 3:
				continue outer
			case j == i:
				break
			}
		}
	}
	return steps
}

// jumps is Collatz's with goto.
func jumps(n int) (steps int) {
again:
	if n == 1 {
		goto done
	}
	steps++
	if n%2 == 0 {
		n /= 2
		goto again
	}
	n = 3*n + 1
	goto again
done:
	return steps
}

func switches(s string) (sum int) {
	for _, r := range s {
		switch r {
		case 'a':
			sum++
			fallthrough
		case 'b':
			sum += 10
		case 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k':
			sum += 100
		default:
			sum += int(r)
		}
	}
	return sum
}

func fibonacci(n int) int {
	if n < 2 {
		return n
	}
	return fibonacci(n-1) + fibonacci(n-2)
}

// recovered goes on in its own middle after a panic.
func recovered(n int) (said string) {
	defer func() {
		if err := recover(); err != nil {
			said += fmt.Sprint(" recovered: ", err)
		}
	}()
	for i := range 3 {
		if n < 0 {
			panic(errors.New("negative"))
		}
		said += fmt.Sprint(42/n+i, ";")
	}
	return said
}

func deferred(n int) (order []int) {
	defer func() { slices.Reverse(order) }()
	for i := range n {
		defer func() { order = append(order, i*i) }()
	}
	return order
}

// waits is goroutines that wait for each other in the middle of loops.
func waits(n int) (sum int) {
	numbers, squares := make(chan int), make(chan int)
	go func() {
		for i := range n {
			numbers <- i
		}
		close(numbers)
	}()
	go func() {
		for i := range numbers {
			if i%3 == 0 {
				runtime.Gosched()
			}
			squares <- i * i
		}
		close(squares)
	}()
	for square := range squares {
		sum += square
	}
	return sum
}

func selects() (said string) {
	a, stop := make(chan int), time.After(time.Hour)
	go func() {
		for i := range 3 {
			time.Sleep(time.Millisecond)
			a <- i
		}
		close(a)
	}()
	for {
		select {
		case i, ok := <-a:
			if !ok {
				return said
			}
			said += fmt.Sprint(i)
		case <-stop:
			return "late"
		}
	}
}

func locked(n int) (sum int) {
	var m sync.Mutex
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			m.Lock()
			defer m.Unlock()
			runtime.Gosched()
			sum += i
		})
	}
	all.Wait()
	return sum
}

// deep has its stack grow again and again.
func deep(n int) int {
	var local [16]int
	if n == 0 {
		return 0
	}
	local[n%16] = n
	return deep(n-1) + local[n%16]%3
}

func grows(n int) (sum int) {
	var list [][]int
	for i := range n {
		list = append(list, nil)
		for j := range n * i {
			list[i] = append(list[i], i^j)
		}
	}
	for _, inner := range list {
		for _, v := range inner {
			sum += v
		}
	}
	return sum
}

type node struct {
	left, right *node
	value       int
}

func tree(depth int) *node {
	if depth == 0 {
		return &node{value: 1}
	}
	return &node{tree(depth - 1), tree(depth - 1), depth}
}

func (n *node) sum() int {
	if n == nil {
		return 0
	}
	return n.value + n.left.sum() + n.right.sum()
}

func collected(n int) (sum int) {
	kept := tree(8)
	for i := range n {
		sum += tree(6).sum()
		if i%10 == 0 {
			runtime.GC()
		}
	}
	return sum + kept.sum()
}

func text() string {
	var v struct {
		A []float64
		B map[string]*int
	}
	err := json.Unmarshal([]byte(`{"a":[1.5,-2e3,0.1],"b":{"x":3,"y":null}}`), &v)
	back, _ := json.Marshal(v)
	words := regexp.MustCompile(`(\w+)@(\w+)\.com`).ReplaceAllString("bob@example.com, eve@test.com", "$2:$1")
	f := new(big.Int).MulRange(1, 60)
	return fmt.Sprint(string(back), err, words, f, strings.Fields(" a  b c "), strings.EqualFold("Straße", "STRASSE"))
}

func bits(x uint64) (sum uint64) {
	for i := range 64 {
		if x>>i&1 == 1 {
			sum = sum*31 + uint64(i)
		} else {
			sum ^= x << (i % 7)
		}
	}
	return sum
}

func floats(n int) (sum float64) {
	for i := range n {
		x := float64(i) / 3
		if x > 1 && x < 2.5 || i == 0 {
			sum -= x
		} else {
			sum += float64(float32(x)) + float64(int64(x*100)%7)
		}
	}
	return sum
}

func closures(n int) (sum int) {
	var list []func() int
	for i := range n {
		list = append(list, func() int { i++; return i * n })
	}
	for _, f := range list {
		sum += f() + f()
	}
	return sum
}

func ranged() (said []string) {
	for k, v := range func(yield func(string, int) bool) {
		for i := range 10 {
			if !yield(strings.Repeat("x", i), i) {
				return
			}
		}
	} {
		if v == 4 {
			break
		}
		said = append(said, k)
	}
	return said
}
