package browser

import (
	"fmt"
	"testing"
	"time"
	"net/http"
	"net/http/httptest"
	"strings"
)

func TestExq(t *testing.T) {
	var port string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		if r.URL.Path == "/in" { fmt.Fprint(w, "<body style='margin:0;height:2000px'><p>inner<br><button style='margin:20px' onclick='this.textContent=\"Done\"'>In</button>"); return }
		fmt.Fprintf(w, "<h1>x</h1><div style=height:700px></div><iframe src=/in style='margin:50px;border:3px solid;width:200px;height:150px'></iframe><iframe src=http://localhost:%s/in style='margin:50px;border:3px solid;width:200px;height:150px'></iframe>", port)
	}))
	port = srv.URL[strings.LastIndex(srv.URL, ":")+1:]
	b := launch(t, Options{Timeout: 3*time.Second})
	tab := open(t, b, srv.URL)
	fmt.Println(tab.Tree())
	fmt.Println(tab.Click(Button("In")))
	fmt.Println(tab.WaitText("Done"))
	f, err := b.Page("localhost:")
	fmt.Println(f, err)
	fmt.Println(f.Tree())
	fmt.Println(f.Click(Button("In")))
	fmt.Println(f.WaitText("Done"))
	e, _ := b.Engine()
	fmt.Println(e.Workers())
	var x bool
	fmt.Println(e.Eval("Promise.all([work(),work()]).then(()=>true)", &x))
	fmt.Println(e.Workers())
	t0 := time.Now()
	fmt.Println(e.EndWorkers()); fmt.Println(time.Since(t0))
	fmt.Println(e.Workers())
	time.Sleep(100*time.Millisecond)
	fmt.Println(e.Workers())
}
