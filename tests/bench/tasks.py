import asyncio

async def child(i):
    await asyncio.sleep(0)
    return i

async def main():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(child(i)) for i in range(100_000)]
    print(sum(t.result() for t in tasks))

asyncio.run(main())
